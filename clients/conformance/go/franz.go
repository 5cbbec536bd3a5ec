package main

import (
	"context"
	"net/http"
	"reflect"
	"slices"

	"github.com/twmb/franz-go/pkg/sr"
)

// franz walks the client that Redpanda's tools stand on. It names its context itself.
func franz(w walk) {
	ctx := context.Background()
	client, err := sr.NewClient(sr.URLs(w.server), sr.DefaultSchemaContext(w.home))
	check("client", err)
	one := w.franzWrite(ctx, client)
	w.franzRead(ctx, client, one)
	w.franzSwitch(ctx, client)
	w.franzDelete(ctx, client, one)
	w.missed(reflect.TypeFor[*sr.Client](), "Opts", "OptValue", "OptValues")
}

func (w walk) franzWrite(ctx context.Context, client *sr.Client) sr.SubjectSchema {
	one, err := client.CreateSchema(ctx, w.subject, sr.Schema{Schema: lineText})
	what := func(s sr.SubjectSchema) any { return []any{s.Subject, s.Version, s.Schema.Schema} }
	has(w, "CreateSchema", what, any([]any{w.named, 1, lineText}))(one, err)
	refused[int](w, "RegisterSchema", 40901)(client.RegisterSchema(ctx, w.subject, sr.Schema{Schema: brokenText}, -1, -1))
	incompatible := func(r sr.CheckCompatibilityResult) any { return []any{r.Is, len(r.Messages) > 0} }
	verbose := sr.WithParams(ctx, sr.Verbose)
	has(w, "CheckCompatibility", incompatible, any([]any{false, true}))(client.CheckCompatibility(verbose, w.subject, -1, sr.Schema{Schema: brokenText}))
	second := sr.Schema{Schema: nextText, SchemaMetadata: &sr.SchemaMetadata{Properties: map[string]string{"owner": "shop"}}, SchemaRuleSet: &sr.SchemaRuleSet{
		DomainRules: []sr.SchemaRule{{Name: "short", Kind: sr.SchemaRuleKindCondition, Mode: sr.SchemaRuleModeWrite, Type: "CEL", Expr: "size(message.id) < 9"}}}}
	has(w, "CreateSchema", func(s sr.SubjectSchema) any { return []any{s.Version, s.SchemaMetadata, s.SchemaRuleSet} },
		any([]any{2, second.SchemaMetadata, second.SchemaRuleSet}))(client.CreateSchema(ctx, w.subject, second))
	_, err = client.CreateSchema(ctx, w.subject+"-list", sr.Schema{Schema: listText, References: []sr.SchemaReference{{Name: "shop.Line", Subject: w.subject, Version: 1}}})
	check("refer", err)
	return one
}

func (w walk) franzRead(ctx context.Context, client *sr.Client, one sr.SubjectSchema) {
	is(w, "LookupSchema", one)(client.LookupSchema(sr.WithParams(ctx, sr.Normalize), w.subject, sr.Schema{Schema: spacedText}))
	is(w, "SchemaByVersion", one)(client.SchemaByVersion(ctx, w.subject, 1))
	has(w, "SchemaByVersion", func(s sr.SubjectSchema) any { return s.Version }, 2)(client.SchemaByVersion(ctx, w.subject, -1))
	is(w, "SchemaByID", one.Schema)(client.SchemaByID(ctx, one.ID))
	is(w, "SchemaTextByID", lineText)(client.SchemaTextByID(ctx, one.ID))
	is(w, "SchemaTextByVersion", lineText)(client.SchemaTextByVersion(ctx, w.subject, 1))
	has(w, "SchemaByGUID", func(s sr.SubjectSchema) any { return s.Schema.Schema }, any(lineText))(client.SchemaByGUID(ctx, one.GUID))
	home := w.home
	if home == "" {
		home = "."
	}
	has(w, "SchemaIDsByGUID", func(all []sr.ContextID) any { return contains(all, sr.ContextID{Context: home, ID: one.ID}) }, true)(client.SchemaIDsByGUID(ctx, one.GUID))
	mine := func(all []sr.SubjectVersion) any {
		return contains(all, sr.SubjectVersion{Subject: w.named, Version: 1})
	}
	has(w, "SchemaVersionsByID", mine, true)(client.SchemaVersionsByID(ctx, one.ID))
	subjects := func(all []sr.SubjectSchema) any {
		return slices.ContainsFunc(all, func(s sr.SubjectSchema) bool { return s.Subject == w.named })
	}
	has(w, "SchemaUsagesByID", subjects, true)(client.SchemaUsagesByID(ctx, one.ID))
	has(w, "AllSchemas", subjects, true)(client.AllSchemas(ctx))
	has(w, "Schemas", func(all []sr.SubjectSchema) any { return len(all) }, 2)(client.Schemas(ctx, w.subject))
	referrers := func(all []sr.SubjectSchema) any { return []any{len(all), all[0].Subject} }
	has(w, "SchemaReferences", referrers, any([]any{1, w.named + "-list"}))(client.SchemaReferences(ctx, w.subject, 1))
	has(w, "SubjectsByID", func(all []string) any { return contains(all, w.named) }, true)(client.SubjectsByID(ctx, one.ID))
	has(w, "Subjects", func(all []string) any { return contains(all, w.named) }, true)(client.Subjects(ctx))
	is(w, "SubjectVersions", []int{1, 2})(client.SubjectVersions(ctx, w.subject))
	has(w, "SupportedTypes", func(all []sr.SchemaType) any { return len(all) }, 3)(client.SupportedTypes(ctx))
	has(w, "Contexts", func(all []string) any { return contains(all, home) }, true)(client.Contexts(ctx))
	var types []string
	done(w, "Do")(client.Do(ctx, http.MethodGet, "/schemas/types", nil, &types))
	expect("Do", len(types), 3)
}

func (w walk) franzSwitch(ctx context.Context, client *sr.Client) {
	levels := func(method string, all []sr.CompatibilityResult, want sr.CompatibilityLevel) {
		is(w, method, want)(all[0].Level, all[0].Err)
	}
	refused[sr.CompatibilityLevel](w, "Compatibility", 40408)(0, client.Compatibility(ctx, w.subject)[0].Err)
	levels("SetCompatibility", client.SetCompatibility(ctx, sr.SetCompatibility{Level: sr.CompatFullTransitive, Group: "application.major"}, w.subject), sr.CompatFullTransitive)
	levels("Compatibility", client.Compatibility(ctx, w.subject), sr.CompatFullTransitive)
	// The answer says `compatibilityLevel` here and the client reads `compatibility`, so it has no level to tell.
	done(w, "ResetCompatibility")(client.ResetCompatibility(ctx, w.subject)[0].Err)
	levels("SetCompatibility", client.SetCompatibility(ctx, sr.SetCompatibility{Level: sr.CompatBackward}), sr.CompatBackward)
	levels("Compatibility", client.Compatibility(ctx), sr.CompatBackward)
	modes := func(method string, all []sr.ModeResult, want sr.Mode) { is(w, method, want)(all[0].Mode, all[0].Err) }
	refused[sr.Mode](w, "Mode", 40409)(0, client.Mode(ctx, w.subject)[0].Err)
	modes("SetMode", client.SetMode(ctx, sr.ModeReadOnly, w.subject), sr.ModeReadOnly)
	modes("Mode", client.Mode(ctx, w.subject), sr.ModeReadOnly)
	refused[[]int](w, "DeleteSubject", 42205)(client.DeleteSubject(ctx, w.subject, sr.SoftDelete))
	modes("ResetMode", client.ResetMode(ctx, w.subject), sr.ModeReadOnly)
	modes("SetMode", client.SetMode(ctx, sr.ModeReadWrite), sr.ModeReadWrite)
	modes("Mode", client.Mode(ctx), sr.ModeReadWrite)
	imported := w.subject + "-imported"
	modes("SetMode", client.SetMode(ctx, sr.ModeImport, imported), sr.ModeImport)
	has(w, "CreateSchemaWithIDAndVersion", func(s sr.SubjectSchema) any { return []any{s.ID, s.Version} }, any([]any{4711, 7}))(
		client.CreateSchemaWithIDAndVersion(ctx, imported, sr.Schema{Schema: `"bytes"`}, 4711, 7))
	modes("ResetMode", client.ResetMode(ctx, imported), sr.ModeImport)
	is(w, "DeleteSubject", []int{7})(client.DeleteSubject(ctx, imported, sr.SoftDelete))
	is(w, "DeleteSubject", []int{7})(client.DeleteSubject(ctx, imported, sr.HardDelete))
}

func (w walk) franzDelete(ctx context.Context, client *sr.Client, one sr.SubjectSchema) {
	for _, how := range []sr.DeleteHow{sr.SoftDelete, sr.HardDelete} {
		is(w, "DeleteSubject", []int{1})(client.DeleteSubject(ctx, w.subject+"-list", how))
	}
	done(w, "DeleteSchema")(client.DeleteSchema(ctx, w.subject, 1, sr.SoftDelete))
	is(w, "SubjectVersions", []int{1, 2})(client.SubjectVersions(sr.WithParams(ctx, sr.ShowDeleted), w.subject))
	is(w, "SubjectVersions", []int{2})(client.SubjectVersions(ctx, w.subject))
	done(w, "DeleteSchema")(client.DeleteSchema(ctx, w.subject, 1, sr.HardDelete))
	is(w, "DeleteSubject", []int{2})(client.DeleteSubject(ctx, w.subject, sr.SoftDelete))
	is(w, "DeleteSubject", []int{2})(client.DeleteSubject(ctx, w.subject, sr.HardDelete))
	refused[[]int](w, "SubjectVersions", 40401)(client.SubjectVersions(ctx, w.subject))
	if w.home != "" {
		done(w, "DeleteContext")(client.DeleteContext(ctx, w.home))
	} else {
		done(w, "DeleteContext")(client.DeleteContext(ctx, ".nobody"))
	}
}
