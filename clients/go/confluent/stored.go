package confluent

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"strconv"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
)

// storedPage is how many versions are asked for at once: few requests for all, and with large schemas still well below
// the limit of an answer.
const storedPage = 500

// Contexts lists the contexts that a registry has, without their dots, the default one, empty, first. A registry that
// knows no contexts has the default one only.
func (c *Client) Contexts(ctx context.Context) ([]string, error) {
	var names []string
	err := c.get(ctx, "/contexts", nil, &names)
	if errors.Is(err, concord.NotFound) {
		err = nil
	}
	contexts := []string{""}
	for _, name := range names {
		if context := strings.TrimPrefix(name, "."); context != "" {
			contexts = append(contexts, context)
		}
	}
	return contexts, err
}

// Stored walks the versions of a context, named without its dot, with all they say and without following aliases.
// Registries before release 8.0 do not say which are soft-deleted: compare with what is listed without ShowDeleted. It
// stops after an error. A version that is registered meanwhile may be missing.
func (c *Client) Stored(ctx context.Context, context string, o GetOptions) iter.Seq2[Version, error] {
	query := o.query()
	query.Set("limit", strconv.Itoa(storedPage))
	if context != "" {
		query.Set("subjectPrefix", string(ContextScope(context)))
	}
	return func(yield func(Version, error) bool) {
		seen := map[storedKey]bool{}
		for {
			page, err := c.storedPage(ctx, query, len(seen))
			if err != nil {
				yield(Version{}, err)
				return
			}
			if !yieldNew(page, seen, yield) {
				return
			}
		}
	}
}

func (c *Client) storedPage(ctx context.Context, query url.Values, offset int) (page []message, err error) {
	query.Set("offset", strconv.Itoa(offset))
	err = c.get(ctx, "/schemas", query, &page)
	return page, err
}

type storedKey struct {
	subject Scope
	number  int
}

// yieldNew passes on what was not seen yet, and reports whether to go on. A page without news is the last one: some
// registries give everything whatever the offset.
func yieldNew(page []message, seen map[storedKey]bool, yield func(Version, error) bool) bool {
	news := false
	for _, m := range page {
		key := storedKey{m.Subject, m.Version}
		if seen[key] {
			continue
		}
		seen[key], news = true, true
		if !yield(m.version(""), nil) {
			return false
		}
	}
	return news
}
