package confluent

import (
	"fmt"
	"testing"
)

// fake are associations that remember what they were asked.
type fake struct {
	list  []Association
	asked []string
}

func (f *fake) Find(q AssociationQuery) ([]Association, error) {
	subject := ""
	if q.Subject != nil {
		subject = q.Subject.String()
	}
	f.asked = append(f.asked, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", subject, q.Namespace, q.Name, q.Resource, q.ResourceType, q.Types, q.Lifecycle))
	return f.list, nil
}

func TestAssociations(t *testing.T) {
	weak := Association{Subject: "s", GUID: "g", ResourceName: "t", ResourceNamespace: "n2", ResourceID: "n2:t", ResourceType: "topic", AssociationType: "value", Lifecycle: "WEAK", CreateTS: 1, UpdateTS: 2}
	strong := weak
	strong.ResourceNamespace, strong.ResourceID, strong.Lifecycle, strong.Frozen = "n1", "n1:t", "STRONG", new(false)
	const (
		weakText   = `{"subject":"s","guid":"g","resourceName":"t","resourceNamespace":"n2","resourceId":"n2:t","resourceType":"topic","associationType":"value","lifecycle":"WEAK","createTs":1,"updateTs":2}`
		strongText = `{"subject":"s","guid":"g","resourceName":"t","resourceNamespace":"n1","resourceId":"n1:t","resourceType":"topic","associationType":"value","lifecycle":"STRONG","frozen":false,"createTs":1,"updateTs":2}`
	)
	f := &fake{list: []Association{weak, strong}}
	h := newHandler(t, func(c *Config) { c.Associations = f })
	tests := []struct {
		exchange
		asked string
	}{
		{exchange{"of a topic", "GET", "/associations/resources/-/t?resourceType=topic&associationType=key&associationType=value", nil, "", 200, "[" + strongText + "," + weakText + "]"}, "||t||topic|[key value]|"},
		{exchange{"of a topic in a namespace", "GET", "/associations/resources/n1/t?limit=1", nil, "", 200, "[" + strongText + "]"}, "|n1|t|||[]|"},
		{exchange{"of an empty namespace", "GET", "/associations/resources//t?offset=1", nil, "", 200, "[" + weakText + "]"}, "||t|||[]|"},
		{exchange{"of a namespace", "GET", "/associations/resources/n1/-?offset=2", nil, "", 200, "[]"}, "|n1||||[]|"},
		{exchange{"of a resource", "GET", "/associations/resources/n1%3At?lifecycle=WEAK&limit=1", nil, "", 200, "[" + strongText + "]"}, "|||n1:t||[]|WEAK"},
		{exchange{"of a subject", "GET", "/associations/subjects/s?limit=1", nil, "", 200, "[" + strongText + "]"}, "s||||" + "|[]|"},
		{exchange{"of a subject in a context", "GET", "/contexts/.x/associations/subjects/s?limit=1", nil, "", 200, "[" + strongText + "]"}, ":.x:s||||" + "|[]|"},
		{exchange{"cannot be deleted", "DELETE", "/associations/resources/n1%3At", nil, "", 405, `{"error_code":405,"message":"associations cannot be deleted here"}`}, "|||n1:t||[]|"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f.asked = nil
			test.run(t, h)
			if len(f.asked) != 1 || f.asked[0] != test.asked {
				t.Errorf("asked %q, want %q", f.asked, test.asked)
			}
		})
	}
}
