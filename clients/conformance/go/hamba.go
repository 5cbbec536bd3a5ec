package main

import (
	"context"
	"reflect"

	hambaavro "github.com/hamba/avro/v2"
	"github.com/hamba/avro/v2/registry"
)

// hamba walks hamba/avro's client, which is unmaintained and deployed.
func hamba(w walk) {
	ctx := context.Background()
	client, err := registry.NewClient(w.url)
	check("client", err)
	one, _, err := client.CreateSchema(ctx, w.subject, lineText)
	is(w, "CreateSchema", true)(one > 0, err)
	_, _, err = client.CreateSchema(ctx, w.subject, brokenText)
	expect("CreateSchema is refused", err != nil, true)
	is(w, "IsCompatible", false)(client.IsCompatible(ctx, w.subject, brokenText))
	is(w, "IsCompatible", true)(client.IsCompatible(ctx, w.subject, nextText))
	two, _, err := client.CreateSchema(ctx, w.subject, nextText)
	is(w, "CreateSchema", false)(two == one, err)
	reference := registry.SchemaReference{Name: "shop.Line", Subject: w.subject, Version: 1}
	is(w, "IsCompatibleWithRefs", true)(client.IsCompatibleWithRefs(ctx, w.subject+"-list", listText, reference))
	name := func(s hambaavro.Schema) any { return s.(*hambaavro.RecordSchema).FullName() }
	has(w, "GetSchema", name, any("shop.Line"))(client.GetSchema(ctx, one))
	has(w, "GetLatestSchema", name, any("shop.Line"))(client.GetLatestSchema(ctx, w.subject))
	has(w, "GetSchemaByVersion", name, any("shop.Line"))(client.GetSchemaByVersion(ctx, w.subject, 1))
	info := func(i registry.SchemaInfo) any { return []any{i.ID, i.Version} }
	has(w, "GetSchemaInfo", info, any([]any{one, 1}))(client.GetSchemaInfo(ctx, w.subject, 1))
	has(w, "GetLatestSchemaInfo", info, any([]any{two, 2}))(client.GetLatestSchemaInfo(ctx, w.subject))
	is(w, "GetVersions", []int{1, 2})(client.GetVersions(ctx, w.subject))
	has(w, "GetSubjects", func(all []string) any { return contains(all, w.named) }, true)(client.GetSubjects(ctx))
	found, _, err := client.IsRegistered(ctx, w.subject, lineText)
	is(w, "IsRegistered", one)(found, err)
	found, _, err = client.IsRegisteredWithRefs(ctx, w.subject, nextText)
	is(w, "IsRegisteredWithRefs", two)(found, err)
	done(w, "SetCompatibilityLevel")(client.SetCompatibilityLevel(ctx, w.subject, registry.FullCL))
	// Registries say `compatibilityLevel` when asked and the client reads `compatibility`, so it has no level to tell.
	is(w, "GetCompatibilityLevel", "")(client.GetCompatibilityLevel(ctx, w.subject))
	done(w, "SetGlobalCompatibilityLevel")(client.SetGlobalCompatibilityLevel(ctx, registry.BackwardCL))
	is(w, "GetGlobalCompatibilityLevel", "")(client.GetGlobalCompatibilityLevel(ctx))
	is(w, "DeleteSubject", []int{1, 2})(client.DeleteSubject(ctx, w.subject))
	w.missed(reflect.TypeFor[*registry.Client]())
}
