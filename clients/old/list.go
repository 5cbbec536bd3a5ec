package concord

import (
	"context"
	"iter"
	"net/url"
)

// Domains lists all domains by name; the empty one is the default domain.
func (c *Client) Domains(ctx context.Context) ([]string, error) {
	var answer struct{ Domains []string }
	err := c.read(ctx, "/api/v1/domains", nil, &answer)
	return answer.Domains, err
}

// SubjectName names a subject of any domain.
type SubjectName struct {
	// Domain is empty for the default domain.
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
}

// Subjects walks the subjects of the client's domain whose names start with prefix. It stops after an error.
func (c *Client) Subjects(ctx context.Context, prefix string, which Deletion) iter.Seq2[SubjectName, error] {
	return c.subjects(ctx, url.Values{"domain": {c.domain}, "prefix": {prefix}, "deletion": deletionQuery(which)})
}

// AllSubjects walks the subjects of every domain, in the order of their names qualified as `:.domain:subject`. It stops
// after an error.
func (c *Client) AllSubjects(ctx context.Context, which Deletion) iter.Seq2[SubjectName, error] {
	return c.subjects(ctx, url.Values{"deletion": deletionQuery(which)})
}

func (c *Client) subjects(ctx context.Context, query url.Values) iter.Seq2[SubjectName, error] {
	return func(yield func(SubjectName, error) bool) {
		for {
			var page struct {
				Subjects []SubjectName
				Next     string `json:"nextPageToken"`
			}
			if err := c.read(ctx, "/api/v1/subjects", query, &page); err != nil {
				yield(SubjectName{}, err)
				return
			}
			for _, s := range page.Subjects {
				if !yield(s, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			query.Set("pageToken", page.Next)
		}
	}
}

// Versions lists the versions of a subject, ascending, without what they say.
func (c *Client) Versions(ctx context.Context, subject string, which Deletion) ([]Version, error) {
	var answer struct{ Versions []Version }
	err := c.read(ctx, c.nativePath(subject, "/versions"), url.Values{"deletion": deletionQuery(which)}, &answer)
	return answer.Versions, err
}

func deletionQuery(d Deletion) []string {
	if d == "" {
		d = LiveOnly
	}
	return []string{deletionPrefix + string(d)}
}
