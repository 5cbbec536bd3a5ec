package main

import (
	"reflect"
	"time"

	"github.com/riferrei/srclient"
)

// riferrei walks srclient.
func riferrei(w walk) {
	client := srclient.NewSchemaRegistryClient(w.url)
	client.CachingEnabled(false)
	client.CodecCreationEnabled(true)
	client.CodecJsonEnabled(true)
	client.SetTimeout(10 * time.Second)
	expect("GetSchemaRegistryURL", client.GetSchemaRegistryURL(), w.url)
	one, err := client.CreateSchema(w.subject, lineText, srclient.Avro)
	what := func(s *srclient.Schema) any { return []any{s.Version(), s.Schema()} }
	has(w, "CreateSchema", what, any([]any{1, lineText}))(one, err)
	refused[*srclient.Schema](w, "CreateSchema", 40901)(client.CreateSchema(w.subject, brokenText, srclient.Avro))
	is(w, "IsSchemaCompatible", false)(client.IsSchemaCompatible(w.subject, brokenText, "latest", srclient.Avro))
	is(w, "IsSchemaCompatible", true)(client.IsSchemaCompatible(w.subject, nextText, "1", srclient.Avro))
	has(w, "CreateSchema", what, any([]any{2, nextText}))(client.CreateSchema(w.subject, nextText, srclient.Avro))
	has(w, "GetSchema", func(s *srclient.Schema) any { return []any{s.ID(), s.Codec() != nil} }, any([]any{one.ID(), true}))(client.GetSchema(one.ID()))
	has(w, "GetLatestSchema", what, any([]any{2, nextText}))(client.GetLatestSchema(w.subject))
	has(w, "GetSchemaByVersion", what, any([]any{1, lineText}))(client.GetSchemaByVersion(w.subject, 1))
	is(w, "GetSchemaVersions", []int{1, 2})(client.GetSchemaVersions(w.subject))
	has(w, "LookupSchema", what, any([]any{1, lineText}))(client.LookupSchema(w.subject, lineText, srclient.Avro))
	refused[*srclient.Schema](w, "LookupSchema", 40403)(client.LookupSchema(w.subject, brokenText, srclient.Avro))
	mine := func(all srclient.SubjectVersionResponse) any {
		for _, one := range all {
			if one.Subject == w.named && one.Version == 1 {
				return true
			}
		}
		return false
	}
	has(w, "GetSubjectVersionsById", mine, true)(client.GetSubjectVersionsById(one.ID()))
	has(w, "GetSubjects", func(all []string) any { return contains(all, w.named) }, true)(client.GetSubjects())
	w.riferreiLevels(client)
	done(w, "DeleteSubjectByVersion")(client.DeleteSubjectByVersion(w.subject, 1, false))
	is(w, "GetSchemaVersions", []int{2})(client.GetSchemaVersions(w.subject))
	has(w, "GetSubjectsIncludingDeleted", func(all []string) any { return contains(all, w.named) }, true)(client.GetSubjectsIncludingDeleted())
	done(w, "DeleteSubject")(client.DeleteSubject(w.subject, true)) // softly first, of its own accord
	client.ResetCache()
	client.SetCredentials("", "")
	client.SetBearerToken("")
	w.missed(reflect.TypeFor[srclient.ISchemaRegistryClient](), "CachingEnabled", "CodecCreationEnabled", "CodecJsonEnabled", "SetTimeout",
		"GetSchemaRegistryURL", "ResetCache", "SetCredentials", "SetBearerToken")
}

func (w walk) riferreiLevels(client *srclient.SchemaRegistryClient) {
	level := func(l *srclient.CompatibilityLevel) any { return l.String() }
	refused[*srclient.CompatibilityLevel](w, "GetCompatibilityLevel", 40408)(client.GetCompatibilityLevel(w.subject, false))
	has(w, "GetCompatibilityLevel", level, any("BACKWARD"))(client.GetCompatibilityLevel(w.subject, true))
	has(w, "ChangeSubjectCompatibilityLevel", level, any("FULL"))(client.ChangeSubjectCompatibilityLevel(w.subject, srclient.Full))
	has(w, "GetCompatibilityLevel", level, any("FULL"))(client.GetCompatibilityLevel(w.subject, false))
	if w.home == "" {
		has(w, "GetGlobalCompatibilityLevel", level, any("BACKWARD"))(client.GetGlobalCompatibilityLevel())
	} else {
		refused[*srclient.CompatibilityLevel](w, "GetGlobalCompatibilityLevel", 40408)(client.GetGlobalCompatibilityLevel())
	}
}
