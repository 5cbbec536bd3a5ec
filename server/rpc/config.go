package rpc

import (
	"context"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/compat/word"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetConfig(ctx context.Context, r *concordv1.GetConfigRequest) (*concordv1.GetConfigResponse, error) {
	about, err := configScope(r.GetDomain(), r.GetSubject(), r.GetEverywhere())
	return read(ctx, m, on("GetConfig", about, false), r.GetMinSeq(), func(seq uint64) (*concordv1.GetConfigResponse, error) {
		if err != nil {
			return nil, err
		}
		if r.GetEffective() {
			config, err := m.as(ctx).EffectiveConfig(about)
			return &concordv1.GetConfigResponse{Config: encodeConfig(config), Seq: seq}, err
		}
		config, err := m.as(ctx).Config(about)
		if err != nil {
			return nil, err
		}
		return &concordv1.GetConfigResponse{Config: encodeConfig(config), Seq: seq}, nil
	})
}

func (m *methods) SetConfig(ctx context.Context, r *concordv1.SetConfigRequest) (*concordv1.SetConfigResponse, error) {
	about, err := configScope(r.GetDomain(), r.GetSubject(), r.GetEverywhere())
	return answer(ctx, m, on("SetConfig", about, true), func(ctx context.Context) (*concordv1.SetConfigResponse, error) {
		if err != nil {
			return nil, err
		}
		edit, err := configEdit(r.GetConfig(), mask(r))
		if err != nil {
			return nil, err
		}
		config, err := m.as(ctx).UpdateSettings(ctx, registry.UpdateSettings{Scope: about, Edit: edit})
		if err != nil {
			return nil, err
		}
		return &concordv1.SetConfigResponse{Config: encodeConfig(config), Seq: m.Store.View().Seq()}, nil
	})
}

// mask lists the fields to write: those of the request's mask, or those that are set.
func mask(r *concordv1.SetConfigRequest) []string {
	if r.GetUpdateMask() != nil {
		return r.GetUpdateMask().GetPaths()
	}
	var set []string
	r.GetConfig().ProtoReflect().Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		set = append(set, string(f.Name()))
		return true
	})
	return set
}

// configEdit writes the fields of c that paths names into stored settings.
func configEdit(c *concordv1.Config, paths []string) (func(*store.Config) error, error) {
	if c == nil {
		c = &concordv1.Config{}
	}
	level, err := levelWord(c.GetLevel())
	if err != nil {
		return nil, err
	}
	judge, err := judgeWord(c.GetJudge())
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"", "STRICT", "LENIENT", "LOGICAL"}, c.GetPolicy()) {
		return nil, fault.New(fault.Invalid, "%q is not a compatibility policy; the policies are STRICT, LENIENT and LOGICAL", c.GetPolicy())
	}
	writers := map[string]func(*store.Config){
		"level":                func(s *store.Config) { s.Level = level },
		"judge":                func(s *store.Config) { s.Judge = judge },
		"policy":               func(s *store.Config) { s.Policy = word.Policy(c.GetPolicy()) },
		"group":                func(s *store.Config) { s.Group = c.GetGroup() },
		"normalize":            func(s *store.Config) { s.Normalize = c.Normalize },
		"validate_new_schemas": func(s *store.Config) { s.ValidateNewSchemas = c.ValidateNewSchemas },
		"validate_fields":      func(s *store.Config) { s.ValidateFields = c.ValidateFields },
		"validate_rules":       func(s *store.Config) { s.ValidateRules = c.ValidateRules },
		"alias":                func(s *store.Config) { s.Alias = c.GetAlias() },
	}
	for _, path := range paths {
		if writers[path] == nil {
			return nil, fault.New(fault.Invalid, "update_mask: the config has no field %q", path)
		}
	}
	return func(s *store.Config) error {
		for _, path := range paths {
			writers[path](s)
		}
		return nil
	}, nil
}

func encodeConfig(c store.Config) *concordv1.Config {
	return &concordv1.Config{
		Level:              levelValue(c.Level),
		Judge:              judgeValue(c.Judge),
		Policy:             string(c.Policy),
		Group:              c.Group,
		Normalize:          c.Normalize,
		ValidateNewSchemas: c.ValidateNewSchemas,
		ValidateFields:     c.ValidateFields,
		ValidateRules:      c.ValidateRules,
		Alias:              c.Alias,
	}
}
