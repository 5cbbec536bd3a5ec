package concord

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// storedPage is how many versions are asked for at once: with the largest schemas still well below maxAnswer for most
// registries, and few requests for all.
const storedPage = 500

// Contexts lists the domains that a registry has, the default one first, over the Confluent API. A registry that knows
// no contexts has the default domain only.
func (c *Client) Contexts(ctx context.Context) ([]string, error) {
	var contexts []string
	err := c.call(ctx, request{http.MethodGet, "/contexts", nil, nil}, &contexts)
	if KindOf(err) == NotFound {
		return []string{""}, nil
	}
	domains := []string{""}
	for _, name := range contexts {
		if domain := strings.TrimPrefix(name, "."); domain != "" {
			domains = append(domains, domain)
		}
	}
	return domains, err
}

// Stored walks the versions of the client's domain with all they say, over the Confluent API and without following
// aliases. Servers before 8.0 do not say which are soft-deleted: compare with what LiveOnly lists. It stops after an
// error. A version that is registered meanwhile may be missing.
func (c *Client) Stored(ctx context.Context, which Deletion) iter.Seq2[*Version, error] {
	query := url.Values{"deleted": {strconv.FormatBool(which == WithDeleted)}, "limit": {strconv.Itoa(storedPage)}}
	if c.domain != "" {
		query.Set("subjectPrefix", qualify(c.domain, ""))
	}
	return func(yield func(*Version, error) bool) {
		seen := map[storedKey]bool{}
		for {
			query.Set("offset", strconv.Itoa(len(seen)))
			var page []wireSchema
			if err := c.call(ctx, request{http.MethodGet, "/schemas", query, nil}, &page); err != nil {
				yield(nil, err)
				return
			}
			if !c.yieldNew(page, seen, yield) {
				return
			}
		}
	}
}

type storedKey struct {
	subject string
	number  int
}

// yieldNew passes on what was not seen yet, and reports whether to go on. A page without news is the last one: some
// registries give everything whatever the offset.
func (c *Client) yieldNew(page []wireSchema, seen map[storedKey]bool, yield func(*Version, error) bool) bool {
	news := false
	for _, w := range page {
		key := storedKey{w.Subject, w.Version}
		if seen[key] {
			continue
		}
		seen[key], news = true, true
		if !yield(w.version(c.domain, ""), nil) {
			return false
		}
	}
	return news
}
