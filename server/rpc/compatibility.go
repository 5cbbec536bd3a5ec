package rpc

import (
	"context"
	"iter"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// ruled is a compatibility rule with its format.
type ruled struct {
	rule.Rule
	format schema.Type
}

var compatibilityKeys = map[string]key[ruled]{
	"code": {text: func(r ruled) []string { return one(string(r.Code)) }},
	"type": {text: func(r ruled) []string { return one(string(r.format)) }},
	"breaks": {text: func(r ruled) []string {
		return each(axisValues(r.Breaks), func(a concordv1.Axis_Value) string { return a.String() })
	}},
}

func (m *methods) ListCompatibilityRules(ctx context.Context, r *concordv1.ListCompatibilityRulesRequest) (*concordv1.ListCompatibilityRulesResponse, error) {
	return read(ctx, m, "ListCompatibilityRules", func(_ context.Context, c *call) (*concordv1.ListCompatibilityRulesResponse, error) {
		if err := c.May(c.view, store.RuleRead, everywhere); err != nil {
			return nil, err
		}
		f, err := parseFilter(r.GetFilter(), compatibilityKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[rule.Code](r)
		if err != nil {
			return nil, err
		}
		list, next := take(p, skipping(compatibilityRules(), p.after, codeOf), f.fits, codeOf)
		return &concordv1.ListCompatibilityRulesResponse{Rules: each(list, encodeRule), NextPageToken: next}, nil
	})
}

func codeOf(r ruled) rule.Code { return r.Code }

// skipping walks a list from behind the place of one of its things on; nil means from the beginning.
func skipping[T any, K comparable](list []T, after *K, place func(T) K) iter.Seq[T] {
	return func(yield func(T) bool) {
		begun := after == nil
		for _, thing := range list {
			if begun && !yield(thing) {
				return
			}
			begun = begun || place(thing) == *after
		}
	}
}

// compatibilityRules are all rules, by format, in the order of its table.
func compatibilityRules() []ruled {
	formats := map[rule.Code]schema.Type{}
	for format, rows := range map[schema.Type][]rule.Rule{
		schema.Avro: avro.Rules, schema.Protobuf: protobuf.Rules, schema.JSON: jsonschema.Rules,
	} {
		for _, row := range rows {
			formats[row.Code] = format
		}
	}
	return each(compat.Rules(), func(r rule.Rule) ruled { return ruled{r, formats[r.Code]} })
}

func (m *methods) GetCompatibilityRule(ctx context.Context, r *concordv1.GetCompatibilityRuleRequest) (*concordv1.GetCompatibilityRuleResponse, error) {
	return read(ctx, m, "GetCompatibilityRule", func(_ context.Context, c *call) (*concordv1.GetCompatibilityRuleResponse, error) {
		if err := c.May(c.view, store.RuleRead, everywhere); err != nil {
			return nil, err
		}
		for _, row := range compatibilityRules() {
			if string(row.Code) == r.GetCode() {
				return &concordv1.GetCompatibilityRuleResponse{Rule: encodeRule(row)}, nil
			}
		}
		return nil, fault.RuleNotFound.With("rule", shortened(r.GetCode())).With("resource", compatibilityRuleName(shortened(r.GetCode())))
	})
}

func encodeRule(r ruled) *concordv1.CompatibilityRule {
	return &concordv1.CompatibilityRule{
		Name:        compatibilityRuleName(string(r.Code)),
		Code:        string(r.Code),
		Type:        typeValue(r.format),
		Title:       r.Title,
		Why:         r.Why,
		Breaks:      axisValues(r.Breaks),
		Differences: r.Differences,
		OldExample:  r.Old,
		NewExample:  r.New,
		BufRules:    r.Buf,
	}
}
