package concord_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	concord "github.com/concord-registry/concord/clients/go"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
)

// TestAnswersAreRead holds that the client's types have a place for everything that the messages of the native API say,
// and read it.
func TestAnswersAreRead(t *testing.T) {
	tests := []struct {
		message proto.Message
		into    any
	}{
		{&concordv1.CheckResponse{}, &concord.Check{}},
		{&concordv1.ListDependentsResponse{}, &concord.Dependents{}},
		{&concordv1.ApplyChangeSetResponse{}, &concord.Applied{}},
		{&concordv1.Registered{}, &concord.Registered{}},
		{&concordv1.Version{}, &concord.Version{}},
		{&concordv1.Refusal{}, &concord.Refusal{}},
		{&concordv1.LogEntry{}, &concord.LogEntry{}},
		{&concordv1.Decision{}, &concord.Decision{}},
		{&concordv1.Config{}, &concord.Settings{}},
		{&concordv1.Rule{}, &concord.Rule{}},
		{&concordv1.GetStatusResponse{}, &concord.Status{}},
		{&concordv1.WatchResponse{}, &concord.Event{}},
		{&concordv1.SubjectName{}, &concord.SubjectName{}},
	}
	for _, test := range tests {
		t.Run(reflect.TypeOf(test.into).Elem().Name(), func(t *testing.T) {
			fill(test.message.ProtoReflect())
			text, err := protojson.Marshal(test.message)
			if err != nil {
				t.Fatal(err)
			}
			strict := json.NewDecoder(bytes.NewReader(text))
			strict.DisallowUnknownFields()
			if err := strict.Decode(test.into); err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			for _, path := range empty(reflect.ValueOf(test.into).Elem(), "") {
				t.Errorf("%s is not read from %s", path, text)
			}
		})
	}
}

// TestRequestsAreRead holds that what the client sends is what the messages of the native API say.
func TestRequestsAreRead(t *testing.T) {
	tests := []struct {
		name string
		sent any
		into proto.Message
	}{
		{"registration", filled[concord.Registration](), &concordv1.Registration{}},
		{"settings", filled[concord.Settings](), &concordv1.Config{}},
		{"no settings", concord.Settings{}, &concordv1.Config{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, err := json.Marshal(test.sent)
			if err != nil {
				t.Fatal(err)
			}
			if err := protojson.Unmarshal(text, test.into); err != nil {
				t.Errorf("%v in %s", err, text)
			}
		})
	}
}

// filled is a value whose JSON has every member.
func filled[T any]() T {
	text := []byte(`{
		"domain":"d","subject":"s","schema":{"type":"SCHEMA_TYPE_JSON","text":"{}","references":[{"name":"n","subject":"s","version":1}],
			"metadata":{"tags":{"p":{"values":["PII"]}},"properties":{"k":"v"},"sensitive":["k"]},
			"ruleSet":{"migrationRules":[{"name":"n","doc":"d","kind":"k","mode":"m","type":"t","tags":["t"],"params":{"a":"b"},"expr":"e","onSuccess":"s","onFailure":"f","disabled":true}],
				"domainRules":[{"name":"n"}],"encodingRules":[{"name":"n"}],"enableAt":"ALL"}},
		"normalize":true,"version":1,"id":2,"force":true,"propagateTags":true,
		"addTags":[{"path":"p","type":"sr_field","tags":["t"]}],"removeTags":[{"path":"p","type":"sr_field","tags":["t"]}],
		"level":"LEVEL_FULL","judge":"JUDGE_SOUND","policy":"STRICT","group":"g","alias":"a",
		"validateNewSchemas":true,"validateFields":true,"validateRules":true}`)
	var value T
	if err := json.Unmarshal(text, &value); err != nil {
		panic(err)
	}
	return value
}

// fill sets every field of a message, and one element of every list.
func fill(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsMap():
		case f.IsList() && f.Message() != nil:
			fill(m.Mutable(f).List().AppendMutable().Message())
		case f.IsList():
			m.Mutable(f).List().Append(scalar(f))
		case f.Message() != nil:
			fill(m.Mutable(f).Message())
		default:
			m.Set(f, scalar(f))
		}
	}
}

func scalar(f protoreflect.FieldDescriptor) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(1)
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(1)
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(1)
	case protoreflect.Uint64Kind:
		return protoreflect.ValueOfUint64(1)
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte{1})
	}
	return protoreflect.ValueOfString("095d71cf-1255-6b9d-5e33-0ad575b3df5d")
}

// empty lists the paths of fields that hold nothing.
func empty(v reflect.Value, path string) (found []string) {
	switch {
	case v.Type().Name() == "Time" || strings.HasSuffix(path, ".Schema"):
	case v.IsZero():
		return []string{path}
	case v.Kind() == reflect.Pointer:
		return empty(v.Elem(), path)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		return empty(v.Index(0), path)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			found = append(found, empty(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
	}
	return found
}
