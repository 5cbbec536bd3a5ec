package confluent

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	concord "github.com/concord-registry/concord/clients/go"
)

// Latest is the number of a subject's latest live version, whichever it is.
const Latest = -1

// GetOptions are for what may be soft-deleted.
type GetOptions struct {
	// ShowDeleted finds, or lists, what is soft-deleted too.
	ShowDeleted bool
}

func (o GetOptions) query() url.Values {
	return url.Values{"deleted": {strconv.FormatBool(o.ShowDeleted)}}
}

// Subjects lists the subjects of a context, named without its dot; empty for the default context.
func (c *Client) Subjects(ctx context.Context, context string, o GetOptions) ([]Scope, error) {
	query := o.query()
	query.Set("subjectPrefix", string(ContextScope(context))) // left out it would be that of all contexts
	var names []Scope
	err := c.get(ctx, "/subjects", query, &names)
	return names, err
}

// Versions lists the numbers of a subject's versions, ascending.
func (c *Client) Versions(ctx context.Context, subject Scope, o GetOptions) ([]int, error) {
	var numbers []int
	err := c.get(ctx, subject.path("/subjects")+"/versions", o.query(), &numbers)
	return numbers, err
}

// Version finds a version of a subject by number, or the [Latest].
func (c *Client) Version(ctx context.Context, subject Scope, number int, o GetOptions) (Version, error) {
	var answer message
	err := c.get(ctx, subject.path("/subjects")+"/versions/"+numberText(number), o.query(), &answer)
	if err != nil {
		return Version{}, err
	}
	return answer.version(subject), nil
}

// numberText is a number in a path. The word is what every registry takes for the latest.
func numberText(number int) string {
	if number == Latest {
		return "latest"
	}
	return strconv.Itoa(number)
}

// SchemaByID finds the schema of an id of a context, named without its dot; empty for the default context.
func (c *Client) SchemaByID(ctx context.Context, context string, id int32) (Schema, error) {
	var query url.Values
	if context != "" {
		query = url.Values{"subject": {string(ContextScope(context))}}
	}
	var answer message
	err := c.get(ctx, "/schemas/ids/"+strconv.Itoa(int(id)), query, &answer)
	return answer.Schema.typed(), err
}

// SchemaByGUID finds the schema of a GUID, in any context.
func (c *Client) SchemaByGUID(ctx context.Context, guid concord.GUID) (Schema, error) {
	var answer message
	err := c.get(ctx, "/schemas/guids/"+url.PathEscape(string(guid)), nil, &answer)
	return answer.Schema.typed(), err
}

// DeleteOptions say how to delete.
type DeleteOptions struct {
	// Permanent removes what is soft-deleted for good.
	Permanent bool
}

func (o DeleteOptions) query() url.Values {
	return url.Values{"permanent": {strconv.FormatBool(o.Permanent)}}
}

// DeleteSubject soft-deletes the live versions of a subject, or removes its soft-deleted ones for good. It returns their
// numbers, ascending.
func (c *Client) DeleteSubject(ctx context.Context, subject Scope, o DeleteOptions) ([]int, error) {
	var numbers []int
	err := c.write(ctx, http.MethodDelete, subject.path("/subjects"), o.query(), nil, &numbers)
	return numbers, err
}

// DeleteVersion soft-deletes a version, or removes a soft-deleted one for good. It returns its number.
func (c *Client) DeleteVersion(ctx context.Context, subject Scope, number int, o DeleteOptions) (int, error) {
	var deleted int
	err := c.write(ctx, http.MethodDelete, subject.path("/subjects")+"/versions/"+numberText(number), o.query(), nil, &deleted)
	return deleted, err
}
