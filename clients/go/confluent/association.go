package confluent

import (
	"context"
	"net/http"
	"net/url"
)

// Association ties a resource, a topic, to the subject of its keys or of its values.
type Association struct {
	// Subject is the scope of one subject.
	Subject Scope `json:"subject"`
	// A resource has an id and, in a namespace, a name. ResourceType is `topic`.
	ResourceID        string `json:"resourceId"`
	ResourceNamespace string `json:"resourceNamespace"`
	ResourceName      string `json:"resourceName"`
	ResourceType      string `json:"resourceType"`
	// Type is `key` or `value`.
	Type string `json:"associationType"`
	// Lifecycle is STRONG, where the subject belongs to the resource, or WEAK.
	Lifecycle string `json:"lifecycle"`
}

// Associations lists the associations of all resources. The error is of kind NotFound where the
// registry has none of that API.
func (c *Client) Associations(ctx context.Context) ([]Association, error) {
	var all []Association
	err := c.get(ctx, "/associations/resources/-/-", nil, &all)
	return all, err
}

// AssociationsOf lists the associations of a subject.
func (c *Client) AssociationsOf(ctx context.Context, subject Scope) ([]Association, error) {
	var all []Association
	err := c.get(ctx, "/associations/subjects/"+url.PathEscape(string(subject)), nil, &all)
	return all, err
}

// Associate makes or replaces an association. A strong one is made where the subject is in mode
// IMPORT.
func (c *Client) Associate(ctx context.Context, a Association) error {
	body := map[string]any{
		"resourceId": a.ResourceID, "resourceNamespace": a.ResourceNamespace, "resourceName": a.ResourceName, "resourceType": a.ResourceType,
		"associations": []map[string]any{{"subject": a.Subject, "associationType": a.Type, "lifecycle": a.Lifecycle}},
	}
	return c.write(ctx, http.MethodPut, "/associations/resources/"+url.PathEscape(a.ResourceID), nil, body, nil)
}
