package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	definition "github.com/concord-registry/concord/proto"
	"github.com/concord-registry/concord/server/fault"
)

// about is what the generated documents cannot know.
const about = `Concord stores versioned Avro, Protobuf and JSON Schema contracts, proves their compatibility, and
evaluates the policies of councils.

This is its native API in the JSON form; the same methods are served over gRPC as the services of concord.v1, with
reflection. The server also speaks the REST API of Confluent Schema Registry on the same port, at the paths that its
clients know (/subjects, /schemas, /config, /mode, /compatibility, /contexts): serializers and existing tools use that
one, as documented by Confluent.`

// openAPI serves the OpenAPI document, by path.
func openAPI(release string) (map[string]http.Handler, error) {
	document, err := newDocument(release)
	if err != nil {
		return nil, err
	}
	asJSON, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, err
	}
	asYAML, err := yaml.Marshal(document)
	if err != nil {
		return nil, err
	}
	return map[string]http.Handler{
		"/openapi.json": served("application/json", asJSON),
		"/openapi.yaml": served("application/yaml", asYAML),
	}, nil
}

func served(kind string, text []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
	})
}

// object is an object of a JSON document.
type object = map[string]any

// newDocument puts the documents of the services together, and adds what only this package knows: how an operation is
// called, what it answers besides success, which headers it hears and says, and what is always there.
func newDocument(release string) (object, error) {
	paths, schemas, err := generated()
	if err != nil {
		return nil, err
	}
	examples, err := Examples()
	if err != nil {
		return nil, err
	}
	for i := range routes {
		r := &routes[i]
		item, _ := paths["/"+strings.Join(r.path, "/")].(object)
		operation, ok := item[strings.ToLower(r.verb)].(object)
		if !ok {
			return nil, fmt.Errorf("the generated documents do not have %s %s", r.verb, r.path)
		}
		r.describe(operation)
		r.show(operation, examples)
	}
	requireAnswers(schemas)
	for name, schema := range statusSchemas {
		schemas[name] = schema
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Concord", "version": release, "description": about,
			"license": object{"name": "Apache 2.0", "identifier": "Apache-2.0"},
		},
		"tags":     tags(),
		"paths":    paths,
		"security": []any{object{}, object{"basic": []any{}}, object{"token": []any{}}},
		"components": object{
			"schemas": schemas,
			"securitySchemes": object{
				"basic": object{"type": "http", "scheme": "basic"},
				"token": object{"type": "http", "scheme": "bearer"},
			},
		},
	}, nil
}

// generated are the paths and the schemas of the generated documents.
func generated() (paths, schemas object, err error) {
	names, err := definition.OpenAPI.ReadDir("concord/v1")
	if err != nil {
		return nil, nil, err
	}
	paths, schemas = object{}, object{}
	for _, name := range names {
		text, err := definition.OpenAPI.ReadFile("concord/v1/" + name.Name())
		if err != nil {
			return nil, nil, err
		}
		var part struct {
			Paths      object
			Components struct{ Schemas object }
		}
		if err := json.Unmarshal(text, &part); err != nil {
			return nil, nil, err
		}
		maps.Copy(paths, part.Paths)
		maps.Copy(schemas, part.Components.Schemas)
	}
	return paths, schemas, nil
}

// noun is what a service is called besides its methods.
func noun(service protoreflect.FullName) string {
	return strings.TrimSuffix(string(service.Name()), "Service")
}

func tags() []any {
	var list []any
	for _, service := range services {
		list = append(list, object{"name": noun(protoreflect.FullName(service.ServiceName))})
	}
	return list
}

// describe completes the description of an operation.
func (rt *route) describe(operation object) {
	name := string(rt.method.Name())
	operation["operationId"] = strings.ToLower(name[:1]) + rt.about() + name[1:]
	operation["tags"] = []any{noun(rt.method.Parent().FullName())}
	option := optionOf(rt.method)
	operation["x-concord-action"] = option.GetAction()
	if others := option.GetOtherActions(); len(others) > 0 {
		operation["x-concord-other-actions"] = others
	}
	parameters, _ := operation["parameters"].([]any)
	for _, header := range rt.headers() {
		parameters = append(parameters, object{
			"name": header.name, "in": "header", "description": header.does, "schema": object{"type": "string"},
		})
	}
	operation["parameters"] = parameters
	responses, _ := operation["responses"].(object)
	if ok, _ := responses["200"].(object); ok != nil {
		ok["headers"] = answerHeaders
		if rt.handle.Handler == nil {
			ok["content"] = streamContent
		}
	}
	for status, reasons := range rt.statuses() {
		responses[strconv.Itoa(status)] = object{
			"description": "Reasons: " + strings.Join(reasons, ", ") + ".",
			"content":     object{"application/json": object{"schema": object{"$ref": "#/components/schemas/google.rpc.Status"}}},
		}
	}
}

// about is what tells the bindings of a method apart that has several: those of settings.
func (rt *route) about() string {
	last := rt.path[len(rt.path)-2]
	switch v, ok := variable(last); {
	case rt.path[len(rt.path)-1] != "settings" || !ok:
		return ""
	case v == "domain":
		return "Domain"
	}
	return "Subject"
}

// header is one that requests may have.
type header struct{ name, does string }

func (rt *route) writes() bool {
	return rt.method.Options().(*descriptorpb.MethodOptions).GetIdempotencyLevel() != descriptorpb.MethodOptions_NO_SIDE_EFFECTS
}

func (rt *route) headers() []header {
	if rt.writes() {
		return []header{{"Idempotency-Key", "At most 64 characters: the same key with the same request changes once and answers alike."}}
	}
	return []header{
		{"Concord-Min-Position", "The position that the answer must hold at least, as an answer gave it in Concord-Position."},
		{"Concord-Read", "`any`, `strong` for the newest position anywhere, or `max-age=5s` for a replica that is at most so old."},
	}
}

var answerHeaders = object{
	"Concord-Position": headerSchema("What the answer holds at least, for Concord-Min-Position and for watches."),
	"Concord-Age":      headerSchema("How old the replica's knowledge may be."),
	"X-Request-Id":     headerSchema("The id of the request, as the log of the server has it."),
}

func headerSchema(does string) object {
	return object{"description": does, "schema": object{"type": "string"}}
}

var streamContent = object{
	lineStream:  object{"schema": object{"$ref": "#/components/schemas/concord.v1.WatchEntriesResponse"}},
	eventStream: object{"schema": object{"type": "string"}},
}

// statuses are those that an operation answers besides success, with the reasons that lead to them.
func (rt *route) statuses() map[int][]string {
	kinds := []fault.Kind{fault.Invalid, fault.NotFound, fault.Unauthenticated, fault.Forbidden, fault.Limited, fault.Unavailable, fault.Late, fault.Internal}
	if rt.writes() {
		kinds = append(kinds, fault.Exists, fault.NotPermitted, fault.Stale)
	} else {
		kinds = append(kinds, fault.Gone)
	}
	if rt.body {
		kinds = append(kinds, fault.TooLarge, fault.InvalidSchema, fault.Incompatible, fault.Denied)
	}
	found := map[int][]string{}
	for _, row := range fault.Table {
		if !slices.Contains(kinds, row.Kind) || otherApis(row.Reason) || !rt.body && row.Reason == fault.ContentType {
			continue
		}
		status := wireOf(row.Reason.New()).http
		found[status] = append(found[status], string(row.Reason))
	}
	return found
}

// otherApis reports whether a reason is about things that this API does not have.
func otherApis(r fault.Reason) bool {
	for _, noun := range []string{"ASSOCIATION", "KEK", "DEK", "KEY_", "KEYS_", "KMS"} {
		if strings.HasPrefix(string(r), noun) {
			return true
		}
	}
	return false
}

// requireAnswers marks what is always there in messages that stand in answers only.
func requireAnswers(schemas object) {
	asked, answered := map[protoreflect.FullName]bool{}, map[protoreflect.FullName]bool{}
	var descend func(protoreflect.MessageDescriptor, map[protoreflect.FullName]bool)
	descend = func(d protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) {
		if seen[d.FullName()] {
			return
		}
		seen[d.FullName()] = true
		for i := range d.Fields().Len() {
			if m := d.Fields().Get(i).Message(); m != nil {
				descend(m, seen)
			}
		}
	}
	for _, m := range allMethods() {
		descend(m.Input(), asked)
		descend(m.Output(), answered)
	}
	for name := range answered {
		schema, ok := schemas[string(name)].(object)
		if !ok || asked[name] {
			continue
		}
		d, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
		if err != nil {
			continue
		}
		if always := alwaysThere(d.(protoreflect.MessageDescriptor)); len(always) > 0 {
			schema["required"] = always
		}
	}
}

// alwaysThere are the fields that JSON shows although they are unset.
func alwaysThere(d protoreflect.MessageDescriptor) []string {
	var names []string
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		if f.IsList() || f.IsMap() || f.Message() == nil && !f.HasPresence() {
			names = append(names, f.JSONName())
		}
	}
	return names
}

// statusSchemas describe errors.
var statusSchemas = object{
	"google.rpc.Status": object{
		"type": "object", "required": []string{"code", "message", "details"},
		"description": "What every error answers.",
		"properties": object{
			"code":    object{"type": "integer", "format": "int32", "description": "The code of gRPC."},
			"message": object{"type": "string", "description": "One sentence for people."},
			"details": object{"type": "array", "description": "An ErrorInfo and a RequestInfo always, the others where they apply.",
				"items": object{"oneOf": []any{
					reference("google.rpc.ErrorInfo"), reference("google.rpc.RequestInfo"), reference("google.rpc.BadRequest"),
					reference("google.rpc.ResourceInfo"), reference("google.rpc.RetryInfo"), reference("google.rpc.Help"),
					object{"allOf": []any{detail("concord.v1.Verdict", nil), reference("concord.v1.Verdict")}},
				}}},
		},
	},
	"google.rpc.ErrorInfo": detail("google.rpc.ErrorInfo", object{
		"reason":   object{"type": "string", "description": "The reason, kept for ever; the list grows."},
		"domain":   object{"type": "string", "const": errorDomain},
		"metadata": object{"type": "object", "additionalProperties": object{"type": "string"}, "description": "`hint`, what to do next, and what the error is about."},
	}),
	"google.rpc.RequestInfo": detail("google.rpc.RequestInfo", object{"requestId": object{"type": "string"}, "servingData": object{"type": "string"}}),
	"google.rpc.BadRequest": detail("google.rpc.BadRequest", object{"fieldViolations": object{"type": "array", "items": object{
		"type": "object",
		"properties": object{
			"field": object{"type": "string"}, "description": object{"type": "string"}, "reason": object{"type": "string"},
		},
	}}}),
	"google.rpc.ResourceInfo": detail("google.rpc.ResourceInfo", object{"resourceName": object{"type": "string"}}),
	"google.rpc.RetryInfo":    detail("google.rpc.RetryInfo", object{"retryDelay": object{"type": "string"}}),
	"google.rpc.Help": detail("google.rpc.Help", object{"links": object{"type": "array", "items": object{
		"type": "object", "properties": object{"description": object{"type": "string"}, "url": object{"type": "string", "format": "uri"}},
	}}}),
}

func reference(name string) object { return object{"$ref": "#/components/schemas/" + name} }

// detail is an element of details: a message with the address of its type.
func detail(name string, properties object) object {
	all := object{"@type": object{"type": "string", "const": "type.googleapis.com/" + name}}
	maps.Copy(all, properties)
	return object{"type": "object", "required": []string{"@type"}, "properties": all}
}
