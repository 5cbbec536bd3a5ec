package clientgo_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	concord "github.com/concord-registry/concord/clients/go"
)

// messages are the structs of the client that are a message of the API, field by field. What they hold is compared too.
var messages = map[string]any{
	"RegisterVersionRequest":  concord.Registration{},
	"RegisterVersionResponse": concord.Registered{},
	"CheckVersionResponse":    concord.Checked{},
	"LookUpVersionResponse":   concord.LookedUp{},
	"DeleteVersionRequest":    concord.VersionDeletion{},
	"DeleteVersionResponse":   concord.DeletedVersion{},
	"UndeleteVersionRequest":  concord.VersionUndeletion{},
	"RenderVersionResponse":   concord.Rendered{},
	"DeleteSubjectRequest":    concord.SubjectDeletion{},
	"DeleteSubjectResponse":   concord.DeletedSubject{},
	"UndeleteSubjectRequest":  concord.SubjectUndeletion{},
	"UndeleteSubjectResponse": concord.UndeletedSubject{},
	"Subject":                 concord.Subject{},
	"Dependent":               concord.Dependent{},
	"SchemaKey":               concord.SchemaKey{},
	"BatchedSchema":           concord.BatchedSchema{},
	"GetSettingsResponse":     concord.SettingsOf{},
	"UpdateSettingsRequest":   concord.SettingsUpdate{},
	"Domain":                  concord.Domain{},
	"UpdateDomainRequest":     concord.DomainUpdate{},
	"DeleteDomainRequest":     concord.DomainDeletion{},
	"Change":                  concord.Change{},
	"PlanChangesResponse":     concord.Plan{},
	"ApplyChangesResponse":    concord.Applied{},
	"CompatibilityRule":       concord.CompatibilityRule{},
	"Entry":                   concord.Entry{},
	"WatchStep":               concord.WatchStep{},
	"PolicyStatus":            concord.PolicyStatus{},
	"PolicyRule":              concord.PolicyRule{},
	"Decision":                concord.Decision{},
	"Action":                  concord.Action{},
	"Status":                  concord.Status{},
}

// scalars are the messages that the client has as a scalar.
var scalars = []protoreflect.FullName{"google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask", "google.protobuf.Struct"}

// TestMessages compares the structs with the messages: a field that one has and the other has not, or has as something
// else, is an error.
func TestMessages(t *testing.T) {
	for name, message := range messages {
		t.Run(name, func(t *testing.T) { compare(t, messageOf(t, name), reflect.TypeOf(message), map[reflect.Type]bool{}) })
	}
}

func messageOf(t *testing.T, name string) protoreflect.MessageDescriptor {
	t.Helper()
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName("concord.v1." + name))
	if err != nil {
		t.Fatal(err)
	}
	return d.(protoreflect.MessageDescriptor)
}

func compare(t *testing.T, d protoreflect.MessageDescriptor, s reflect.Type, seen map[reflect.Type]bool) {
	if seen[s] {
		return
	}
	seen[s] = true
	ours := map[string]reflect.StructField{}
	for i := range s.NumField() {
		if name, _, _ := strings.Cut(s.Field(i).Tag.Get("json"), ","); name != "-" {
			ours[name] = s.Field(i)
		}
	}
	for i := range d.Fields().Len() {
		field := d.Fields().Get(i)
		mine, ok := ours[field.JSONName()]
		if !ok {
			t.Errorf("%s has no field for %s", s, field.FullName())
			continue
		}
		delete(ours, field.JSONName())
		compareField(t, field, mine, seen)
	}
	for name := range ours {
		t.Errorf("%s.%s: %s has no such field", s, name, d.FullName())
	}
}

func compareField(t *testing.T, d protoreflect.FieldDescriptor, f reflect.StructField, seen map[reflect.Type]bool) {
	of := f.Type
	switch {
	case d.IsMap():
		if of.Kind() != reflect.Map {
			t.Errorf("%s is a map, %s is %s", d.FullName(), f.Name, of)
			return
		}
		of, d = of.Elem(), d.MapValue()
	case d.IsList():
		if of.Kind() != reflect.Slice {
			t.Errorf("%s is a list, %s is %s", d.FullName(), f.Name, of)
			return
		}
		of = of.Elem()
	case of.Kind() == reflect.Pointer:
		of = of.Elem()
	}
	want := kinds[d.Kind()]
	wide := d.Kind() == protoreflect.Uint64Kind || d.Kind() == protoreflect.Int64Kind
	switch {
	case d.Message() != nil && slices.Contains(scalars, d.Message().FullName()):
	case of.Kind() != want:
		t.Errorf("%s is %s, %s is %s", d.FullName(), d.Kind(), f.Name, of)
	case wide != strings.HasSuffix(f.Tag.Get("json"), ",string"):
		t.Errorf("%s: 64-bit numbers and they alone are strings in JSON", d.FullName())
	case d.Message() != nil:
		compare(t, d.Message(), of, seen)
	}
}

var kinds = map[protoreflect.Kind]reflect.Kind{
	protoreflect.BoolKind: reflect.Bool, protoreflect.StringKind: reflect.String, protoreflect.EnumKind: reflect.String,
	protoreflect.Int32Kind: reflect.Int, protoreflect.Int64Kind: reflect.Int64, protoreflect.Uint64Kind: reflect.Uint64,
	protoreflect.BytesKind: reflect.Slice, protoreflect.MessageKind: reflect.Struct,
}

// enums are the words of the client, by the message that holds the enum.
var enums = map[string]string{
	"SchemaType": "Type", "Level": "Level", "Judge": "Judge", "CompatibilityPolicy": "CompatibilityPolicy", "Mode": "Mode", "View": "View",
	"Rendering": "Rendering", "Outcome": "Outcome", "Source": "Source", "Effect": "Effect", "Direction": "Direction", "Axis": "Axis",
	"Severity": "Severity", "Enforcement": "Enforcement", "Why": "Why", "ChangeKind": "ChangeKind",
}

// TestWords compares the words of the client with those of the API: all of them, and no others.
func TestWords(t *testing.T) {
	ours := words(t)
	protoregistry.GlobalFiles.RangeFilesByPackage("concord.v1", func(file protoreflect.FileDescriptor) bool {
		for i := range file.Messages().Len() {
			message := file.Messages().Get(i)
			if message.Name() == "Scope" { // is said of methods, in no answer
				continue
			}
			for j := range message.Enums().Len() {
				compareWords(t, message.Enums().Get(j), ours[enums[string(message.Name())]])
			}
		}
		return true
	})
}

func compareWords(t *testing.T, d protoreflect.EnumDescriptor, ours []string) {
	var theirs []string
	for i := range d.Values().Len() {
		if name := string(d.Values().Get(i).Name()); !strings.HasSuffix(name, "_UNSPECIFIED") {
			theirs = append(theirs, name)
		}
	}
	slices.Sort(theirs)
	slices.Sort(ours)
	if !slices.Equal(ours, theirs) {
		t.Errorf("the client's words for %s are %q, want %q", d.FullName(), ours, theirs)
	}
}

// words reads the constants of the client's file of words, by type.
func words(t *testing.T) map[string][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../../clients/go/word.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 {
			return true
		}
		word, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		of := spec.Type.(*ast.Ident).Name
		all[of] = append(all[of], word)
		return true
	})
	return all
}
