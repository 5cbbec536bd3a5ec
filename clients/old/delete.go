package concord

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// DeleteSubject soft-deletes the live versions of a subject, or, with permanent, removes its soft-deleted ones for good.
// It returns their numbers, ascending.
func (c *Client) DeleteSubject(ctx context.Context, subject string, permanent bool) ([]int, error) {
	var answer struct {
		Versions []int
		Seq      uint64 `json:",string"`
	}
	err := c.remove(ctx, c.nativePath(subject, ""), permanent, &answer)
	c.wrote(answer.Seq)
	return answer.Versions, err
}

// DeleteVersion soft-deletes a version, or, with permanent, removes a soft-deleted one for good. Number -1 is the latest.
// It returns the number.
func (c *Client) DeleteVersion(ctx context.Context, subject string, number int, permanent bool) (int, error) {
	var answer struct {
		Version int
		Seq     uint64 `json:",string"`
	}
	err := c.remove(ctx, c.nativePath(subject, "/versions/"+strconv.Itoa(number)), permanent, &answer)
	c.wrote(answer.Seq)
	return answer.Version, err
}

func (c *Client) remove(ctx context.Context, path string, permanent bool, answer any) error {
	defer c.caches.doubt()
	query := url.Values{"permanent": {strconv.FormatBool(permanent)}}
	return c.call(ctx, request{http.MethodDelete, path, query, nil}, answer)
}
