package main

import (
	"reflect"

	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rules/encryption/deks"
)

var (
	line   = schemaregistry.SchemaInfo{Schema: lineText}
	broken = schemaregistry.SchemaInfo{Schema: brokenText}
	spaced = schemaregistry.SchemaInfo{Schema: spacedText}
	next   = schemaregistry.SchemaInfo{Schema: nextText, Metadata: &schemaregistry.Metadata{Properties: map[string]string{"owner": "shop"}}, RuleSet: &rules}
	rules  = schemaregistry.RuleSet{DomainRules: []schemaregistry.Rule{
		{Name: "short", Kind: "CONDITION", Mode: "WRITE", Type: "CEL", Expr: "size(message.id) < 9", OnFailure: "ERROR"}}}
)

// Questions to answers of the client.
type metadata = schemaregistry.SchemaMetadata

func version(m metadata) any                  { return m.Version }
func id(m metadata) any                       { return m.ID }
func text(s schemaregistry.SchemaInfo) any    { return s.Schema }
func level(c schemaregistry.ServerConfig) any { return c.CompatibilityLevel.String() }

// confluent walks confluent-kafka-go's client.
func confluent(w walk) {
	client, reader := newClient(w.url), newClient(w.url)
	one := w.register(client)
	w.find(reader, one)
	w.refer(client)
	w.associate(client)
	w.configure(client)
	w.remove(client, reader)
	done(w, "ClearLatestCaches")(client.ClearLatestCaches())
	done(w, "Close")(client.Close())
	expect("settings", client.Config().SchemaRegistryURL, w.url)
	w.missed(reflect.TypeFor[schemaregistry.Client](), "Config")
	if w.home == "" {
		w.qualify(newClient(w.url), newClient(w.url))
	}
	keys(w)
}

func newClient(url string) schemaregistry.Client {
	client, err := schemaregistry.NewClient(schemaregistry.NewConfig(url))
	check("client", err)
	return client
}

// register writes the versions and returns what was said of the first.
func (w walk) register(client schemaregistry.Client) metadata {
	one, err := client.RegisterFullResponse(w.subject, line, false)
	has(w, "RegisterFullResponse", version, 1)(one, err)
	done(w, "ClearCaches")(client.ClearCaches())
	is(w, "Register", one.ID)(client.Register(w.subject, line, false))
	is(w, "Register", one.ID)(client.Register(w.subject, spaced, true))
	refused[int](w, "Register", 40901)(client.Register(w.subject, broken, false))
	refused[int](w, "Register", 42201)(client.Register(w.subject, schemaregistry.SchemaInfo{Schema: "{"}, false))
	is(w, "TestSubjectCompatibility", false)(client.TestSubjectCompatibility(w.subject, broken))
	is(w, "TestCompatibility", true)(client.TestCompatibility(w.subject, 1, next))
	has(w, "Register", func(id int) any { return id == one.ID }, false)(client.Register(w.subject, next, false))
	return one
}

func (w walk) find(client schemaregistry.Client, one metadata) {
	latest := func(m metadata) any { return []any{m.Subject, m.Version, m.Schema, m.Metadata, m.RuleSet} }
	has(w, "GetLatestSchemaMetadata", latest, []any{w.named, 2, nextText, next.Metadata, &rules})(client.GetLatestSchemaMetadata(w.subject))
	has(w, "GetLatestWithMetadata", version, 2)(client.GetLatestWithMetadata(w.subject, map[string]string{"owner": "shop"}, false))
	refused[metadata](w, "GetLatestWithMetadata", 40403)(client.GetLatestWithMetadata(w.subject, map[string]string{"owner": "nobody"}, false))
	has(w, "GetSchemaMetadata", id, one.ID)(client.GetSchemaMetadata(w.subject, 1))
	refused[metadata](w, "GetSchemaMetadata", 40402)(client.GetSchemaMetadata(w.subject, 9))
	is(w, "GetAllVersions", []int{1, 2})(client.GetAllVersions(w.subject))
	has(w, "GetBySubjectAndID", text, lineText)(client.GetBySubjectAndID(w.subject, one.ID))
	refused[schemaregistry.SchemaInfo](w, "GetBySubjectAndID", 40403)(client.GetBySubjectAndID(w.subject, 2147483000))
	has(w, "GetByGUID", text, lineText)(client.GetByGUID(one.GUID))
	mine := func(all []schemaregistry.SubjectAndVersion) any {
		return contains(all, schemaregistry.SubjectAndVersion{Subject: w.named, Version: 1})
	}
	has(w, "GetSubjectsAndVersionsByID", mine, true)(client.GetSubjectsAndVersionsByID(one.ID))
	is(w, "GetID", one.ID)(client.GetID(w.subject, spaced, true))
	has(w, "GetIDFullResponse", version, 1)(client.GetIDFullResponse(w.subject, line, false))
	is(w, "GetVersion", 2)(client.GetVersion(w.subject, next, false))
	refused[int](w, "GetVersion", 40403)(client.GetVersion(w.subject, broken, false))
	has(w, "GetAllSubjects", func(all []string) any { return contains(all, w.named) }, true)(client.GetAllSubjects())
	has(w, "GetAllContexts", func(all []string) any { return contains(all, w.home) || contains(all, ".") }, true)(client.GetAllContexts())
}

func (w walk) refer(client schemaregistry.Client) {
	owner, references := w.subject+"-list", []schemaregistry.Reference{{Name: "shop.Line", Subject: w.subject, Version: 1}}
	_, err := client.Register(owner, schemaregistry.SchemaInfo{Schema: listText, References: references}, false)
	check("refer", err)
	has(w, "GetLatestSchemaMetadata", func(m metadata) any { return m.References }, any(references))(client.GetLatestSchemaMetadata(owner))
	refused[int](w, "DeleteSubjectVersion", 42206)(client.DeleteSubjectVersion(w.subject, 1, false))
	is(w, "DeleteSubject", []int{1})(client.DeleteSubject(owner, false))
	is(w, "DeleteSubject", []int{1})(client.DeleteSubject(owner, true))
}

func (w walk) associate(client schemaregistry.Client) {
	resource := "lkc-1:" + w.subject
	request := func(frozen bool) schemaregistry.AssociationCreateOrUpdateRequest {
		return schemaregistry.AssociationCreateOrUpdateRequest{
			ResourceName: w.subject, ResourceNamespace: "lkc-1", ResourceID: resource, ResourceType: "topic",
			Associations: []schemaregistry.AssociationCreateOrUpdateInfo{{Subject: w.subject, AssociationType: "value", Lifecycle: schemaregistry.WEAK}},
		}
	}
	made := func(r schemaregistry.AssociationResponse) any { return []any{r.ResourceID, len(r.Associations)} }
	has(w, "CreateAssociation", made, []any{resource, 1})(client.CreateAssociation(request(false)))
	has(w, "CreateOrUpdateAssociation", made, []any{resource, 1})(client.CreateOrUpdateAssociation(request(true)))
	found := func(all []schemaregistry.Association) any { return []any{len(all), all[0].Subject, all[0].Lifecycle} }
	want := []any{1, w.named, schemaregistry.LifecyclePolicy(schemaregistry.WEAK)}
	values := []string{"value"}
	has(w, "GetAssociationsBySubject", found, any(want))(client.GetAssociationsBySubject(w.subject, "topic", values, "", 0, -1))
	has(w, "GetAssociationsByResourceID", found, any(want))(client.GetAssociationsByResourceID(resource, "topic", values, "", 0, -1))
	has(w, "GetAssociationsByResourceName", found, any(want))(client.GetAssociationsByResourceName(w.subject, "-", "topic", values, "", 0, -1))
	done(w, "DeleteAssociations")(client.DeleteAssociations(resource, "topic", values, false))
	none := func(all []schemaregistry.Association) any { return len(all) }
	has(w, "GetAssociationsBySubject", none, 0)(client.GetAssociationsBySubject(w.subject, "topic", values, "", 0, -1))
}

func (w walk) configure(client schemaregistry.Client) {
	refused[schemaregistry.ServerConfig](w, "GetConfig", 40408)(client.GetConfig(w.subject, false))
	has(w, "GetConfig", level, "BACKWARD")(client.GetConfig(w.subject, true))
	set := schemaregistry.ServerConfig{CompatibilityUpdate: schemaregistry.Full, CompatibilityGroup: "application.major", DefaultRuleSet: &rules, Normalize: true}
	is(w, "UpdateConfig", set)(client.UpdateConfig(w.subject, set))
	set.CompatibilityLevel, set.CompatibilityUpdate = set.CompatibilityUpdate, 0
	is(w, "GetConfig", set)(client.GetConfig(w.subject, false))
	is(w, "UpdateCompatibility", schemaregistry.Compatibility(schemaregistry.None))(client.UpdateCompatibility(w.subject, schemaregistry.None))
	is(w, "GetCompatibility", schemaregistry.Compatibility(schemaregistry.None))(client.GetCompatibility(w.subject))
	is(w, "UpdateDefaultCompatibility", schemaregistry.Compatibility(schemaregistry.Forward))(client.UpdateDefaultCompatibility(schemaregistry.Forward))
	is(w, "GetDefaultCompatibility", schemaregistry.Compatibility(schemaregistry.Forward))(client.GetDefaultCompatibility())
	back := schemaregistry.ServerConfig{CompatibilityUpdate: schemaregistry.Backward}
	is(w, "UpdateDefaultConfig", back)(client.UpdateDefaultConfig(back))
	has(w, "GetDefaultConfig", level, "BACKWARD")(client.GetDefaultConfig())
}

func (w walk) remove(client, reader schemaregistry.Client) {
	is(w, "DeleteSubjectVersion", 1)(client.DeleteSubjectVersion(w.subject, 1, false))
	is(w, "GetAllVersions", []int{2})(reader.GetAllVersions(w.subject))
	has(w, "GetSchemaMetadataIncludeDeleted", version, 1)(client.GetSchemaMetadataIncludeDeleted(w.subject, 1, true))
	is(w, "GetVersionIncludeDeleted", 1)(client.GetVersionIncludeDeleted(w.subject, line, false, true))
	is(w, "DeleteSubjectVersion", 1)(client.DeleteSubjectVersion(w.subject, 1, true))
	is(w, "DeleteSubject", []int{2})(client.DeleteSubject(w.subject, false))
	is(w, "DeleteSubject", []int{2})(client.DeleteSubject(w.subject, true))
	refused[[]int](w, "GetAllVersions", 40401)(client.GetAllVersions(w.subject))
}

// qualify reaches another context by the name of a subject.
func (w walk) qualify(client, reader schemaregistry.Client) {
	subject := ":." + w.subject + ":orders"
	one, err := client.Register(subject, line, false)
	check("register", err)
	has(w, "GetLatestSchemaMetadata", func(m metadata) any { return m.Subject }, any(subject))(reader.GetLatestSchemaMetadata(subject))
	has(w, "GetBySubjectAndID", text, lineText)(reader.GetBySubjectAndID(subject, one))
	is(w, "GetID", one)(reader.GetID(subject, line, false))
	is(w, "TestSubjectCompatibility", false)(client.TestSubjectCompatibility(subject, broken))
	is(w, "UpdateCompatibility", schemaregistry.Compatibility(schemaregistry.None))(client.UpdateCompatibility(subject, schemaregistry.None))
	refused[[]int](w, "GetAllVersions", 40401)(reader.GetAllVersions("orders"))
	is(w, "DeleteSubject", []int{1})(client.DeleteSubject(subject, false))
}

// keys walks the client for encryption keys.
func keys(w walk) {
	w.called = map[string]bool{}
	client, err := deks.NewClient(schemaregistry.NewConfig(w.url))
	check("client for keys", err)
	kek := "kek-" + w.subject
	what := func(k deks.Kek) any { return []any{k.Name, k.KmsType, k.KmsKeyID, k.KmsProps, k.Doc, k.Shared} }
	props := map[string]string{"a": "b"}
	want := []any{kek, "local-kms", "key", props, "a test", false}
	has(w, "RegisterKek", what, any(want))(client.RegisterKek(kek, "local-kms", "key", props, "a test", false))
	has(w, "GetKek", what, any(want))(client.GetKek(kek, false))
	material := func(d deks.Dek) any { return []any{d.Version, d.EncryptedKeyMaterial} }
	has(w, "RegisterDek", material, any([]any{1, "YWJj"}))(client.RegisterDek(kek, "s", "AES256_GCM", "YWJj"))
	has(w, "RegisterDekVersion", material, any([]any{2, "ZGVm"}))(client.RegisterDekVersion(kek, "s", 2, "AES256_GCM", "ZGVm"))
	has(w, "GetDek", material, any([]any{1, "YWJj"}))(client.GetDek(kek, "s", "AES256_GCM", false))
	dek, err := client.GetDekVersion(kek, "s", 2, "AES256_GCM", false)
	has(w, "GetDekVersion", material, any([]any{2, "ZGVm"}))(dek, err)
	is(w, "GetDekEncryptedKeyMaterialBytes", []byte("def"))(client.GetDekEncryptedKeyMaterialBytes(&dek))
	client.SetDekKeyMaterial(&dek, []byte("secret"))
	is(w, "GetDekKeyMaterialBytes", []byte("secret"))(client.GetDekKeyMaterialBytes(&dek))
	expect("settings of the client for keys", client.Config().SchemaRegistryURL, w.url)
	done(w, "Close")(client.Close())
	w.missed(reflect.TypeFor[deks.Client](), "Config", "SetDekKeyMaterial")
}
