package engine

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/schema"
)

// TestFieldsAreNotMistaken: a field that differs from one seen before in any single part is written as if none had been
// seen. A part that the memo's key forgot would show here.
func TestFieldsAreNotMistaken(t *testing.T) {
	base := schema.Field{Path: "R.a", Name: "a", Type: schema.FieldType{Canonical: "string"}, Presence: "required"}
	fields := []schema.Field{base}
	for i := range leaves(reflect.ValueOf(&base).Elem()) {
		other := base
		change(t, leaves(reflect.ValueOf(&other).Elem())[i])
		fields = append(fields, other)
	}
	if len(fields) < 25 {
		t.Fatalf("only %d variants: the parts of a field were not found", len(fields))
	}
	warm := bare(t)
	for range 2 {
		for _, f := range fields {
			for _, before := range []*policy.Previous{nil, {Document: &schema.Document{Fields: fields[:1]}}} {
				req := &policy.Request{Schema: &schema.Document{Fields: []schema.Field{f}}, Previous: before}
				if got, want := written(warm, req), written(bare(t), req); got != want {
					t.Errorf("%+v\n got %s\nwant %s", f, got, want)
				}
			}
		}
	}
	if n := len(warm.memos.fields.known); n < 10 || n > len(fields)*2 {
		t.Errorf("%d fields are remembered", n)
	}
}

// bare is a program without rules and terms.
func bare(t *testing.T) *Program {
	t.Helper()
	p, err := Load("bare", set.Files{"policy.yaml": []byte("apiVersion: " + policy.APIVersion)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func written(p *Program, req *policy.Request) string {
	in, _ := p.buildInput(req)
	return in.asking(nil).String()
}

// leaves are the parts of a value that have no parts.
func leaves(v reflect.Value) (all []reflect.Value) {
	if v.Kind() != reflect.Struct {
		return []reflect.Value{v}
	}
	for i := range v.NumField() {
		all = append(all, leaves(v.Field(i))...)
	}
	return all
}

// change gives a leaf a value that it did not have.
func change(t *testing.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "other")
	case reflect.Int:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"k": "v"}))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Interface:
		v.Set(reflect.ValueOf("value"))
	default:
		t.Fatalf("a leaf of kind %s", v.Kind())
	}
}

func TestMemoIsBounded(t *testing.T) {
	var m memo[string, int]
	made := 0
	for i := range maxMemo * 2 {
		for range 2 {
			if got := m.get(fmt.Sprint(i), func() int { made++; return i }); got != i {
				t.Fatalf("got %d, want %d", got, i)
			}
		}
		if len(m.known) > maxMemo {
			t.Fatalf("%d answers are remembered", len(m.known))
		}
	}
	if made != maxMemo*2 {
		t.Errorf("%d answers were made, want %d", made, maxMemo*2)
	}
}
