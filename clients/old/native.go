package concord

import "net/url"

// Here are the paths of the native API.

// domainPath is the path of the client's domain, empty for the default domain.
func (c *Client) domainPath(below string) string {
	if c.domain == "" {
		return "/api/v1" + below
	}
	return "/api/v1/domains/" + url.PathEscape(c.domain) + below
}

// nativePath is the path of a subject, and of what lies below it.
func (c *Client) nativePath(subject, below string) string {
	return c.domainPath("/subjects/" + url.PathEscape(subject) + below)
}
