package rpc

import (
	"context"
	"iter"
	"strconv"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetSchema(ctx context.Context, r *concordv1.GetSchemaRequest) (*concordv1.GetSchemaResponse, error) {
	return read(ctx, m, "GetSchema", func(_ context.Context, c *call) (*concordv1.GetSchemaResponse, error) {
		v, err := c.byGUID(r.GetGuid())
		if err != nil {
			return nil, err
		}
		c.immutable(v.Content().GUID.String())
		return &concordv1.GetSchemaResponse{Schema: encodeSchema(v.Content(), nil)}, nil
	})
}

// byGUID is a version that says what a GUID stands for.
func (c *call) byGUID(text string) (*store.Version, error) {
	guid, err := parseGUID(text)
	if err != nil {
		return nil, err
	}
	return c.ByGUID(guid)
}

func parseGUID(text string) (schema.GUID, error) {
	guid, err := schema.ParseGUID(text)
	if err != nil {
		return guid, fault.FieldInvalid.With("field", "guid").Because("%q is no GUID, which is 32 hexadecimal digits", shortened(text))
	}
	return guid, nil
}

func (m *methods) GetSchemaById(ctx context.Context, r *concordv1.GetSchemaByIdRequest) (*concordv1.GetSchemaByIdResponse, error) {
	return read(ctx, m, "GetSchemaById", func(_ context.Context, c *call) (*concordv1.GetSchemaByIdResponse, error) {
		v, err := c.byID(r.GetDomain(), r.GetId())
		if err != nil {
			return nil, err
		}
		c.immutable(v.Content().GUID.String())
		return &concordv1.GetSchemaByIdResponse{Schema: encodeSchema(v.Content(), &v.Subject.Domain)}, nil
	})
}

// byID is a version that carries an id in a domain, or in the first one that has it.
func (c *call) byID(domainName string, id int32) (*store.Version, error) {
	d, any, err := domains(domainName)
	if err != nil {
		return nil, err
	}
	if !any {
		return c.ByID(store.ID(id), store.Subject{Domain: d})
	}
	for _, d := range c.view.Domains() {
		if c.view.Identifier(d, store.ID(id)) == nil {
			continue
		}
		if v, err := c.ByID(store.ID(id), store.Subject{Domain: d}); err == nil {
			return v, nil
		}
	}
	return nil, fault.SchemaNotFound.With("schema", id)
}

func (m *methods) BatchGetSchemas(ctx context.Context, r *concordv1.BatchGetSchemasRequest) (*concordv1.BatchGetSchemasResponse, error) {
	return read(ctx, m, "BatchGetSchemas", func(_ context.Context, c *call) (*concordv1.BatchGetSchemasResponse, error) {
		if n := len(r.GetKeys()); n > maxPage {
			return nil, fault.FieldInvalid.With("field", "keys").Because("%d are too many; at most %d are answered at once", n, maxPage)
		}
		response := &concordv1.BatchGetSchemasResponse{}
		for i, k := range r.GetKeys() {
			one, err := c.batched(k)
			if err != nil {
				return nil, within("keys["+strconv.Itoa(i)+"].", err)
			}
			response.Results = append(response.Results, one)
		}
		return response, nil
	})
}

// batched is the result for one key. A key that makes no sense is an error, one that leads nowhere a result.
func (c *call) batched(k *concordv1.SchemaKey) (*concordv1.BatchedSchema, error) {
	var v *store.Version
	var err error
	var of *store.DomainName
	switch {
	case k.GetGuid() != "" && (k.Id != nil || k.GetDomain() != ""):
		return nil, fault.FieldInvalid.With("field", "guid").Because("a GUID means the same everywhere: leave domain and id out")
	case k.GetGuid() != "":
		v, err = c.byGUID(k.GetGuid())
	case k.Id != nil:
		if v, err = c.byID(k.GetDomain(), k.GetId()); err == nil {
			of = &v.Subject.Domain
		}
	default:
		return nil, fault.FieldInvalid.With("field", "guid").Because("nothing names the schema: set guid, or id and domain")
	}
	if fault.Is(err, fault.NotFound) {
		return &concordv1.BatchedSchema{Result: &concordv1.BatchedSchema_Missing{Missing: &concordv1.SchemaMissing{
			Reason: string(fault.ReasonOf(err)), Message: err.Error(),
		}}}, nil
	}
	if err != nil {
		return nil, err
	}
	return &concordv1.BatchedSchema{Result: &concordv1.BatchedSchema_Schema{Schema: encodeSchema(v.Content(), of)}}, nil
}

func (m *methods) ListSchemaVersions(ctx context.Context, r *concordv1.ListSchemaVersionsRequest) (*concordv1.ListSchemaVersionsResponse, error) {
	return read(ctx, m, "ListSchemaVersions", func(_ context.Context, c *call) (*concordv1.ListSchemaVersionsResponse, error) {
		f, err := parseFilter(r.GetFilter(), usageKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[usage](r)
		if err != nil {
			return nil, err
		}
		guid, err := parseGUID(r.GetGuid())
		if err != nil {
			return nil, err
		}
		if _, err := c.ByGUID(guid); err != nil {
			return nil, err
		}
		fits := func(v *store.Version) bool {
			return (r.GetShowDeleted() || !v.Deleted) && f.fits(v) && c.May(c.view, store.SchemaList, v.Subject) == nil
		}
		list, next := take(p, c.usesAfter(guid, p.after), fits, usageOf)
		return &concordv1.ListSchemaVersionsResponse{Versions: each(list, encodeVersion), NextPageToken: next}, nil
	})
}

// usage is the place of a version in a list of those that say the same.
type usage struct {
	store.VersionName
	ID store.ID
}

func usageOf(v *store.Version) usage {
	return usage{store.VersionName{Subject: v.Subject, Number: v.Number}, v.ID}
}

// usesAfter walks the versions that say what a GUID stands for, by domain, id, subject and number, from behind a place on.
func (c *call) usesAfter(guid schema.GUID, after *usage) iter.Seq[*store.Version] {
	return func(yield func(*store.Version) bool) {
		for i := range c.view.Identifiers(guid) {
			var from *store.VersionName
			if after != nil && i.Domain == after.Subject.Domain && i.ID == after.ID {
				from, after = &after.VersionName, nil
			} else if after != nil {
				continue
			}
			for v := range c.view.UsesAfter(i.Domain, i.ID, from) {
				if !yield(v) {
					return
				}
			}
		}
	}
}

// encodeSchema is what a schema says, in a domain or, for nil, wherever it stands.
func encodeSchema(c *store.Content, in *store.DomainName) *concordv1.Schema {
	m := &concordv1.Schema{
		Name:     schemaName(c.GUID.String()),
		Guid:     c.GUID.String(),
		Type:     typeValue(c.Type),
		Text:     c.Text,
		Metadata: encodeMetadata(c.Metadata),
		RuleSet:  encodeRuleSet(c.RuleSet),
	}
	for _, r := range c.References {
		m.References = append(m.References, encodeReference(r, in))
	}
	return m
}

// nowhere is what a reference without a domain is read in where the domain is not known. No domain has a colon in its name.
const nowhere store.DomainName = ":"

func encodeReference(r schema.Reference, in *store.DomainName) *concordv1.Reference {
	of := nowhere
	if in != nil {
		of = *in
	}
	to := store.ParseSubject(r.Subject, of)
	m := &concordv1.Reference{Name: r.Name, Subject: to.Name, Version: int32(r.Version)}
	if to.Domain != nowhere {
		m.Domain = to.Domain.Public()
	}
	return m
}

func encodeMetadata(m *schema.Metadata) *concordv1.Metadata {
	if m == nil {
		return nil
	}
	tags := make(map[string]*concordv1.Tags, len(m.Tags))
	for path, values := range m.Tags {
		tags[path] = &concordv1.Tags{Values: values}
	}
	return &concordv1.Metadata{Tags: tags, Properties: m.Properties, Sensitive: m.Sensitive}
}

func encodeRuleSet(s *schema.RuleSet) *concordv1.RuleSet {
	if s == nil {
		return nil
	}
	return &concordv1.RuleSet{
		MigrationRules: each(s.MigrationRules, encodeDataRule),
		DomainRules:    each(s.DomainRules, encodeDataRule),
		EncodingRules:  each(s.EncodingRules, encodeDataRule),
		EnableAt:       s.EnableAt,
	}
}

func encodeDataRule(r schema.Rule) *concordv1.DataRule {
	return &concordv1.DataRule{
		Name: r.Name, Doc: r.Doc, Kind: r.Kind, Mode: r.Mode, Type: r.Type, Tags: r.Tags, Parameters: r.Params,
		Expression: r.Expr, OnSuccess: r.OnSuccess, OnFailure: r.OnFailure, Disabled: r.Disabled,
	}
}
