package rpc

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/server/fault"
)

// fill reads a request into the message of its method: the path, the query and the body. What is sent is understood or
// refused.
func (rt *route) fill(m proto.Message, r *http.Request, maxBody int) error {
	if err := rt.fillBody(m, r, maxBody); err != nil {
		return err
	}
	if err := rt.fillQuery(m.ProtoReflect(), r.URL.RawQuery); err != nil {
		return err
	}
	return rt.fillPath(m.ProtoReflect(), r.URL.EscapedPath())
}

// fillPath sets the fields that the path names. The body may say them again, if it says the same.
func (rt *route) fillPath(m protoreflect.Message, escaped string) error {
	segments := strings.Split(strings.TrimPrefix(escaped, "/"), "/")
	for i, segment := range rt.path {
		name, ok := variable(segment)
		if !ok {
			continue
		}
		field := m.Descriptor().Fields().ByName(protoreflect.Name(name))
		text, err := url.PathUnescape(segments[i])
		if err != nil {
			return fault.FieldInvalid.With("field", field.JSONName()).Because("the path is not percent-encoded")
		}
		value, err := scalar(field, text)
		if err != nil {
			return err
		}
		if m.Has(field) && !m.Get(field).Equal(value) {
			return fault.FieldInvalid.With("field", field.JSONName()).Because("the path says %q and the rest of the request something else", shortened(text))
		}
		m.Set(field, value)
	}
	return nil
}

// fillQuery sets the fields that the parameters name, in either spelling.
func (rt *route) fillQuery(m protoreflect.Message, raw string) error {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return fault.FieldInvalid.With("field", "query").Because("the parameters are not percent-encoded")
	}
	for name, values := range query {
		field := m.Descriptor().Fields().ByJSONName(name)
		if field == nil {
			field = m.Descriptor().Fields().ByName(protoreflect.Name(name))
		}
		switch {
		case field == nil || rt.body:
			return fault.FieldInvalid.With("field", shortened(name)).Because("the method has no such parameter")
		case field.IsList() || field.IsMap() || field.Message() != nil:
			return fault.FieldInvalid.With("field", field.JSONName()).Because("it cannot be a parameter")
		case len(values) > 1 || m.Has(field):
			return fault.FieldInvalid.With("field", field.JSONName()).Because("it is given more than once")
		}
		value, err := scalar(field, values[0])
		if err != nil {
			return err
		}
		m.Set(field, value)
	}
	return nil
}

// scalar reads the text of a path or a parameter.
func scalar(field protoreflect.FieldDescriptor, text string) (protoreflect.Value, error) {
	wrong := func(wanted string) error {
		return fault.FieldInvalid.With("field", field.JSONName()).Because("%q is not %s", shortened(text), wanted)
	}
	switch field.Kind() {
	case protoreflect.StringKind:
		if !strings.Contains(strings.ToValidUTF8(text, "\xff"), "\xff") {
			return protoreflect.ValueOfString(text), nil
		}
		return protoreflect.Value{}, wrong("UTF-8")
	case protoreflect.BoolKind:
		if text != "true" && text != "false" {
			return protoreflect.Value{}, wrong("true or false")
		}
		return protoreflect.ValueOfBool(text == "true"), nil
	case protoreflect.Int32Kind:
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return protoreflect.Value{}, wrong("a whole number of 32 bits")
		}
		return protoreflect.ValueOfInt32(int32(n)), nil
	case protoreflect.Uint64Kind:
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return protoreflect.Value{}, wrong("a whole number from 0")
		}
		return protoreflect.ValueOfUint64(n), nil
	case protoreflect.EnumKind:
		value := field.Enum().Values().ByName(protoreflect.Name(text))
		if value == nil {
			return protoreflect.Value{}, wrong("one of " + words(field.Enum()))
		}
		return protoreflect.ValueOfEnum(value.Number()), nil
	}
	return protoreflect.Value{}, wrong("readable here")
}

// words lists what an enumeration can be set to.
func words(e protoreflect.EnumDescriptor) string {
	var list []string
	for i := 1; i < e.Values().Len(); i++ {
		list = append(list, string(e.Values().Get(i).Name()))
	}
	return strings.Join(list, ", ")
}

// fillBody reads the body.
func (rt *route) fillBody(m proto.Message, r *http.Request, maxBody int) error {
	text, err := body(r, maxBody)
	if err != nil || len(text) == 0 {
		return err
	}
	if !rt.body {
		return fault.BodyUnreadable.Because("%s takes no body here", r.Method)
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return fault.ContentType.With("type", shortened(or1(r.Header.Get("Content-Type"), "of no type")))
	}
	read := protojson.UnmarshalOptions{DiscardUnknown: false}
	if read.Unmarshal(text, m) == nil {
		return nil
	}
	proto.Reset(m)
	plain, err := tidied(text)
	if err != nil {
		return err
	}
	if read.Unmarshal(plain, m) == nil {
		return nil
	}
	return explained(m.ProtoReflect().Descriptor(), plain)
}

func or1(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// body is what a request holds, unpacked.
func body(r *http.Request, most int) ([]byte, error) {
	var source io.Reader = http.MaxBytesReader(nil, r.Body, int64(most))
	switch packed := r.Header.Get("Content-Encoding"); packed {
	case "", "identity":
	case "gzip":
		unpacked, err := gzip.NewReader(source)
		if err != nil {
			return nil, fault.BodyUnreadable.Because("it is not packed with gzip")
		}
		source = unpacked
	default:
		return nil, fault.ContentType.With("type", "packed with "+shortened(packed))
	}
	text, err := io.ReadAll(io.LimitReader(source, int64(most)+1))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), len(text) > most:
		return nil, fault.RequestTooLarge.New()
	case err != nil:
		return nil, fault.BodyUnreadable.Because("it ended early").Caused(err)
	}
	return text, nil
}

// maskName are the members that hold the mask of an update, in both spellings.
var maskName = regexp.MustCompile(`^(updateMask|update_mask)$`)

// tidied is a body whose masks are spelled as JSON spells fields; an error says where it is no JSON.
func tidied(text []byte) ([]byte, error) {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, fault.BodyUnreadable.Because("it is no JSON%s", where(text, err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.BodyUnreadable.Because("something follows the JSON object")
	}
	respelled(value)
	return json.Marshal(value)
}

func where(text []byte, err error) string {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return ""
	}
	before := text[:min(int(syntax.Offset), len(text))]
	return " at line " + strconv.Itoa(1+bytes.Count(before, []byte("\n"))) + ", column " + strconv.Itoa(len(before)-bytes.LastIndexByte(before, '\n')-1)
}

// respelled turns what protobuf's JSON does not take in the masks of a body, snake_case and the asterisk, into what it takes.
func respelled(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if mask, ok := member.(string); ok && maskName.MatchString(name) {
				value[name] = camel(mask)
			}
			respelled(member)
		}
	case []any:
		for _, element := range value {
			respelled(element)
		}
	}
}

func camel(mask string) string {
	if mask == everyField {
		return everyFieldInJSON
	}
	parts := strings.Split(mask, "_")
	for i := 1; i < len(parts); i++ {
		if parts[i] != "" {
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "")
}

// explained says what a method does not understand in a body.
func explained(d protoreflect.MessageDescriptor, text []byte) error {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) == nil {
		if err := misfit(d, value, ""); err != nil {
			return err
		}
	}
	return fault.BodyUnreadable.Because("it does not have the form that /openapi.yaml describes")
}

// misfit is what is wrong with a value that stands for a message at a place, nil for nothing that can be said.
func misfit(d protoreflect.MessageDescriptor, value any, place string) error {
	if strings.HasPrefix(string(d.FullName()), "google.protobuf.") {
		if _, ok := value.(string); !ok {
			return wrongAt(place, "it is a text here")
		}
		return nil
	}
	object, ok := value.(map[string]any)
	if !ok {
		return wrongAt(place, "it is an object here")
	}
	for name, member := range object {
		field := d.Fields().ByJSONName(name)
		if field == nil {
			field = d.Fields().ByName(protoreflect.Name(name))
		}
		at := place + name
		switch {
		case field == nil:
			return wrongAt(place+shortened(name), "there is no such member here")
		case member == nil:
			continue
		}
		if err := misfitField(field, member, at); err != nil {
			return err
		}
	}
	return nil
}

func misfitField(field protoreflect.FieldDescriptor, value any, at string) error {
	switch {
	case field.IsMap():
		object, ok := value.(map[string]any)
		if !ok {
			return wrongAt(at, "it is an object here")
		}
		for name, member := range object {
			if err := misfitValue(field.MapValue(), member, at+"."+shortened(name)); err != nil {
				return err
			}
		}
		return nil
	case field.IsList():
		list, ok := value.([]any)
		if !ok {
			return wrongAt(at, "it is a list here")
		}
		for i, element := range list {
			if err := misfitValue(field, element, at+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
		}
		return nil
	}
	return misfitValue(field, value, at)
}

func misfitValue(field protoreflect.FieldDescriptor, value any, at string) error {
	text, isText := value.(string)
	switch field.Kind() {
	case protoreflect.MessageKind:
		return misfit(field.Message(), value, at+".")
	case protoreflect.EnumKind:
		if isText && field.Enum().Values().ByName(protoreflect.Name(text)) == nil {
			return wrongAt(at, shortened(text)+" is none of "+words(field.Enum()))
		}
	case protoreflect.StringKind:
		if !isText {
			return wrongAt(at, "it is a text here")
		}
	case protoreflect.BoolKind:
		if _, ok := value.(bool); !ok {
			return wrongAt(at, "it is true or false here")
		}
	case protoreflect.Int32Kind, protoreflect.Int64Kind, protoreflect.Uint64Kind:
		if n, ok := value.(json.Number); ok {
			text, isText = n.String(), true
		}
		if _, err := strconv.ParseInt(text, 10, 64); !isText || err != nil {
			return wrongAt(at, "it is a whole number here")
		}
	}
	return nil
}

func wrongAt(place, what string) error {
	place = strings.TrimSuffix(place, ".")
	if place == "" {
		return fault.BodyUnreadable.Because("%s", what)
	}
	return fault.FieldInvalid.With("field", place).Because("%s", what)
}
