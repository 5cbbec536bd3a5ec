package concord

import (
	"context"
	"iter"
)

// CompatibilityClient explains the compatibility check.
type CompatibilityClient struct{ client *Client }

// Rules lists its rules, by format. Filter has the keys `code`, `type` and `breaks`.
func (c *CompatibilityClient) Rules(ctx context.Context, options ...ListOptions) iter.Seq2[CompatibilityRule, error] {
	return pages[CompatibilityRule](ctx, c.client, compatibilityPath, "rules", options)
}

// Rule explains the rule behind a code.
func (c *CompatibilityClient) Rule(ctx context.Context, code string) (CompatibilityRule, error) {
	var answer struct{ Rule CompatibilityRule }
	err := c.client.get(ctx, below(compatibilityPath, code), nil, &answer)
	return answer.Rule, err
}

// CompatibilityRule is one row of the table of a format's compatibility check.
type CompatibilityRule struct {
	// Name is the resource name, Code what findings carry.
	Name string `json:"name"`
	Code string `json:"code"`
	Type Type   `json:"type"`
	// Title is what the rule refuses, Why what goes wrong for whom.
	Title string `json:"title"`
	Why   string `json:"why"`
	// Breaks is empty for a note.
	Breaks []Axis `json:"breaks"`
	// Differences are the reference registry's; empty when it lets the change pass.
	Differences []string `json:"differences"`
	// OldExample and NewExample are a smallest example.
	OldExample string `json:"oldExample"`
	NewExample string `json:"newExample"`
	// BufRules are buf's; empty when it has none for it.
	BufRules []string `json:"bufRules"`
}
