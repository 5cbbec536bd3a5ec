package rpc

import (
	"context"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
)

func (m *methods) ListRules(ctx context.Context, r *concordv1.ListRulesRequest) (*concordv1.ListRulesResponse, error) {
	return read(ctx, m, Call{Method: "ListRules"}, 0, func(seq uint64) (*concordv1.ListRulesResponse, error) {
		if _, err := typeWord(r.GetType()); err != nil {
			return nil, err
		}
		response := &concordv1.ListRulesResponse{Seq: seq}
		formats := ruleFormats()
		for _, row := range compat.Rules() {
			format := formats[row.Code]
			if r.GetType() == concordv1.SchemaType_SCHEMA_TYPE_UNSPECIFIED || r.GetType() == format {
				response.Rules = append(response.Rules, encodeRule(row, format))
			}
		}
		return response, nil
	})
}

// ruleFormats says which format a code belongs to; those that belong to none are missing.
func ruleFormats() map[rule.Code]concordv1.SchemaType {
	formats := map[rule.Code]concordv1.SchemaType{}
	for format, rows := range map[concordv1.SchemaType][]rule.Rule{
		concordv1.SchemaType_SCHEMA_TYPE_AVRO:     avro.Rules,
		concordv1.SchemaType_SCHEMA_TYPE_PROTOBUF: protobuf.Rules,
		concordv1.SchemaType_SCHEMA_TYPE_JSON:     jsonschema.Rules,
	} {
		for _, row := range rows {
			formats[row.Code] = format
		}
	}
	return formats
}

func encodeRule(r rule.Rule, format concordv1.SchemaType) *concordv1.Rule {
	return &concordv1.Rule{
		Code:        string(r.Code),
		Type:        format,
		Title:       r.Title,
		Why:         r.Why,
		Breaks:      axisValues(r.Breaks),
		Differences: r.Differences,
		Old:         r.Old,
		New:         r.New,
		BufRules:    r.Buf,
	}
}
