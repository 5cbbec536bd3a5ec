package rpc_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// This file holds the rules that every method of the API keeps, as walks over the definition.

// everyMethod are the methods of all services in concord.v1.
func everyMethod(t *testing.T) []protoreflect.MethodDescriptor {
	t.Helper()
	var all []protoreflect.MethodDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage("concord.v1", func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				all = append(all, methods.Get(j))
			}
		}
		return true
	})
	if len(all) < 40 {
		t.Fatalf("the walk finds %d methods only", len(all))
	}
	slices.SortStableFunc(all, func(a, b protoreflect.MethodDescriptor) int {
		return strings.Compare(string(a.Parent().FullName()), string(b.Parent().FullName()))
	})
	return all
}

// everyMessage are the messages of concord.v1.
func everyMessage(t *testing.T) []protoreflect.MessageDescriptor {
	t.Helper()
	var all []protoreflect.MessageDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage("concord.v1", func(f protoreflect.FileDescriptor) bool {
		for i := range f.Messages().Len() {
			all = append(all, f.Messages().Get(i))
		}
		return true
	})
	if len(all) < 100 {
		t.Fatalf("the walk finds %d messages only", len(all))
	}
	return all
}

func option(m protoreflect.MethodDescriptor) *concordv1.Method {
	o, _ := proto.GetExtension(m.Options(), concordv1.E_Method).(*concordv1.Method)
	return o
}

// ways are a method's bindings, verb and path.
func ways(m protoreflect.MethodDescriptor) [][2]string {
	rule := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	var all [][2]string
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		switch p := r.GetPattern().(type) {
		case *annotations.HttpRule_Get:
			all = append(all, [2]string{"GET", p.Get})
		case *annotations.HttpRule_Post:
			all = append(all, [2]string{"POST", p.Post})
		case *annotations.HttpRule_Patch:
			all = append(all, [2]string{"PATCH", p.Patch})
		case *annotations.HttpRule_Delete:
			all = append(all, [2]string{"DELETE", p.Delete})
		default:
			all = append(all, [2]string{"?", "?"})
		}
	}
	return all
}

// TestBindings: one binding a method, settings excepted, below /api/v1, with the verb of the method's name.
func TestBindings(t *testing.T) {
	verbs := map[string]string{"Get": "GET", "List": "GET", "Create": "POST", "Update": "PATCH", "Delete": "DELETE"}
	seen := map[string]protoreflect.Name{}
	for _, m := range everyMethod(t) {
		all := ways(m)
		if want := 1 + 2*strings.Count("GetSettings UpdateSettings", string(m.Name())); len(all) != want {
			t.Errorf("%s has %d bindings, want %d", m.Name(), len(all), want)
		}
		for _, way := range all {
			if other, ok := seen[way[0]+way[1]]; ok {
				t.Errorf("%s and %s share a way", m.Name(), other)
			}
			seen[way[0]+way[1]] = m.Name()
			if !strings.HasPrefix(way[1], "/api/v1/") {
				t.Errorf("%s stands at %s", m.Name(), way[1])
			}
			for prefix, verb := range verbs {
				if strings.HasPrefix(string(m.Name()), prefix) && way[0] != verb {
					t.Errorf("%s is a %s, want %s", m.Name(), way[0], verb)
				}
			}
		}
	}
}

// TestActions: every method has an action that there is, a scope, and an idempotency level that agrees with the action.
func TestActions(t *testing.T) {
	rows := map[store.Action]store.ActionRow{}
	for _, row := range store.Actions {
		rows[row.Action] = row
	}
	for _, m := range everyMethod(t) {
		o := option(m)
		if o.GetAction() == "" || o.GetScope() == concordv1.Scope_SCOPE_UNSPECIFIED {
			t.Errorf("%s says neither its action nor its scope: %v", m.Name(), o)
			continue
		}
		level := m.Options().(*descriptorpb.MethodOptions).GetIdempotencyLevel()
		for _, action := range append([]string{o.GetAction()}, o.GetOtherActions()...) {
			row, ok := rows[store.Action(action)]
			want := descriptorpb.MethodOptions_NO_SIDE_EFFECTS
			if row.Writes {
				want = descriptorpb.MethodOptions_IDEMPOTENT
			}
			if !ok || level != want {
				t.Errorf("%s: action %s is %+v, its level %s", m.Name(), action, row, level)
			}
		}
	}
}

// TestLists: every list has pages and a filter.
func TestLists(t *testing.T) {
	for _, m := range everyMethod(t) {
		if !strings.HasPrefix(string(m.Name()), "List") {
			continue
		}
		for _, field := range []protoreflect.Name{"page_size", "page_token", "filter"} {
			if m.Input().Fields().ByName(field) == nil {
				t.Errorf("%s has no %s", m.Input().Name(), field)
			}
		}
		if m.Output().Fields().ByName("next_page_token") == nil {
			t.Errorf("%s has no next_page_token", m.Output().Name())
		}
	}
}

// keywords are the reserved words of Go, Python, Java, JavaScript, C# and Rust. `type` is one of Go and Rust and stays, for
// generators of both rename it, and there is no other word for it.
var keywords = strings.Fields(`
	break case chan const continue default defer else fallthrough for func go goto if import interface map package range return
	select struct switch var
	False None True and as assert async await class def del elif except finally from global in is lambda nonlocal not or pass
	raise try while with yield
	abstract boolean byte char double enum extends final float implements instanceof int long native new null private protected
	public short static strictfp super synchronized this throw throws transient void volatile
	arguments debugger delete export function let typeof
	base bool checked decimal delegate event explicit extern fixed foreach implicit internal lock namespace object operator out
	override params readonly ref sbyte sealed sizeof stackalloc string uint ulong unchecked unsafe ushort using virtual
	crate dyn fn impl loop match mod move mut pub self trait unsafe use where become box do macro priv typeof unsized virtual`)

// truths are the fields that are true or false for good: no third word can come.
var truths = []string{
	"allow_missing", "permanent", "show_deleted", "normalize", "stamp_version", "skip_compatibility", "propagate_tags", "created",
	"exact", "direct", "partial", "force", "disabled", "lenient", "active", "connected", "writes",
	"validate_new_schemas", "validate_fields", "validate_rules",
}

// texts are the fields that are lists of texts for good: their elements are words, names or sentences of others.
var texts = []string{
	"other_actions", "sensitive", "values", "tags", "against", "compared_with", "buf_rules", "differences", "groups", "methods",
	"exemptions", "rules_failed", "rules_quarantined",
}

// TestFieldNames: no field is a keyword, times and counts say so, and what may grow can.
func TestFieldNames(t *testing.T) {
	for _, m := range everyMessage(t) {
		for i := range m.Fields().Len() {
			f := m.Fields().Get(i)
			name := string(f.Name())
			if slices.Contains(keywords, name) {
				t.Errorf("%s is a keyword", f.FullName())
			}
			if f.Message() != nil && f.Message().FullName() == "google.protobuf.Timestamp" && !strings.HasSuffix("_"+name, "_time") {
				t.Errorf("%s is a time: its name ends in _time", f.FullName())
			}
			inLog := strings.Contains("Entry GetEntryRequest", string(m.Name()))
			if (name == "seq" || strings.HasSuffix(name, "_seq")) && !inLog {
				t.Errorf("%s: positions in the log belong to entries", f.FullName())
			}
			if f.Kind() == protoreflect.BoolKind && !slices.Contains(truths, name) {
				t.Errorf("%s is true or false: will there never be a third?", f.FullName())
			}
			if f.IsList() && f.Kind() == protoreflect.StringKind && !slices.Contains(texts, name) {
				t.Errorf("%s is a list of texts: will they never have to say more?", f.FullName())
			}
			if k := f.Kind(); k == protoreflect.Uint64Kind && name != "seq" || k == protoreflect.Int64Kind && !strings.HasSuffix(name, "_bytes") {
				t.Errorf("%s has 64 bits, which are a text in JSON", f.FullName())
			}
		}
	}
}

// TestEtags: what can be changed by two has an etag, and what changes it takes one.
func TestEtags(t *testing.T) {
	for _, name := range []protoreflect.FullName{
		"Domain", "Subject", "Settings", "UpdateDomainRequest", "DeleteDomainRequest", "DeleteSubjectRequest", "UpdateSettingsRequest",
	} {
		d, err := protoregistry.GlobalFiles.FindDescriptorByName("concord.v1." + name)
		if err != nil {
			t.Fatal(err)
		}
		if d.(protoreflect.MessageDescriptor).Fields().ByName("etag") == nil {
			t.Errorf("%s has no etag", name)
		}
	}
}

// spy is an access that remembers what it is asked, and denies what it is told to.
type spy struct {
	mu    sync.Mutex
	asked map[store.Action]bool
	deny  bool
}

func (s *spy) May(_ *store.View, c store.Caller, action store.Action, _ store.Subject) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked == nil {
		s.asked = map[store.Action]bool{}
	}
	s.asked[action] = true
	if s.deny {
		return fault.ActionDenied.With("action", action).With("caller", c.ID)
	}
	return nil
}

func (s *spy) reset(deny bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked, s.deny = nil, deny
}

func (s *spy) saw() map[store.Action]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.asked)
}

// asking has a request for every method that succeeds in the world of [furnished], in an order in which all of them do. A
// method that is missing here fails the walk.
var asking = []struct{ method, request string }{
	{"ListDomains", `{}`},
	{"CreateDomain", `{"domain":"crm"}`},
	{"GetDomain", `{"domain":"billing"}`},
	{"UpdateDomain", `{"domain":"billing","owner":"ada"}`},
	{"DeleteDomain", `{"domain":"crm"}`},
	{"ListSubjects", `{"domain":"-"}`},
	{"GetSubject", `{"domain":"billing","subject":"invoice"}`},
	{"ListVersions", `{"domain":"billing","subject":"invoice"}`},
	{"RegisterVersion", `{"domain":"billing","subject":"bill","schema":{"text":"\"long\""}}`},
	{"GetVersion", `{"domain":"billing","subject":"invoice","version":"latest"}`},
	{"RenderVersion", `{"domain":"billing","subject":"invoice","version":"1","format":"RESOLVED"}`},
	{"ListDependents", `{"domain":"billing","subject":"invoice","version":"1"}`},
	{"CheckVersion", `{"domain":"billing","subject":"bill","schema":{"text":"\"long\""}}`},
	{"LookUpVersion", `{"domain":"billing","subject":"bill","schema":{"text":"\"long\""}}`},
	{"CheckDependents", `{"domain":"billing","subject":"invoice","schema":{"text":"\"long\""}}`},
	{"GetSchema", `{"guid":"$guid"}`},
	{"GetSchemaById", `{"domain":"billing","id":$id}`},
	{"ListSchemaVersions", `{"guid":"$guid"}`},
	{"BatchGetSchemas", `{"keys":[{"guid":"$guid"},{"domain":"-","id":$id}]}`},
	{"GetSettings", `{"domain":"billing"}`},
	{"UpdateSettings", `{"domain":"billing","settings":{"level":"FULL"}}`},
	{"ListSettings", `{}`},
	{"PlanChanges", `{"changes":[{"domain":{"domain":"billing","owner":"bob"}}]}`},
	{"ApplyChanges", `{"changes":[{"domain":{"domain":"billing","owner":"bob"}}]}`},
	{"DeleteVersion", `{"domain":"billing","subject":"bill","version":"latest"}`},
	{"UndeleteVersion", `{"domain":"billing","subject":"bill","version":"1"}`},
	{"DeleteSubject", `{"domain":"billing","subject":"bill"}`},
	{"UndeleteSubject", `{"domain":"billing","subject":"bill"}`},
	{"ListCompatibilityRules", `{}`},
	{"GetCompatibilityRule", `{"code":"AvroFieldMissingDefault"}`},
	{"ListEntries", `{}`},
	{"GetEntry", `{"seq":"1"}`},
	{"WatchEntries", `{}`},
	{"GetPolicyStatus", `{}`},
	{"ListPolicyRules", `{}`},
	{"GetPolicyRule", `{"rule":"SEM001"}`},
	{"ListDecisions", `{}`},
	{"GetDecision", `{"decision":"$decision"}`},
	{"WhoAmI", `{}`},
	{"ListActions", `{}`},
	{"GetStatus", `{}`},
}

// furnished is a world with a domain, two subjects one of which refers to the other, settings and policies, and what the
// requests of [asking] stand for.
func furnished(t *testing.T, access registry.Access) (*world, *strings.Replacer) {
	t.Helper()
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{Policies: policies(t)}, registry.Config{Access: access, Policy: accepting{}}, memory, memory)
	w.done(t, "POST", "domains", `{"domain":"billing","owner":"group:billing"}`)
	made := w.done(t, "POST", "domains/billing/subjects/invoice/versions", `{"schema":{"text":"{\"type\":\"record\",\"name\":\"Invoice\",\"fields\":[]}"}}`)
	w.done(t, "POST", "domains/default/subjects/a%2Fb/versions",
		`{"schema":{"text":"{\"type\":\"record\",\"name\":\"B\",\"fields\":[{\"name\":\"i\",\"type\":\"Invoice\"}]}","references":[{"name":"Invoice","domain":"billing","subject":"invoice","version":1}]}}`)
	w.done(t, "PATCH", "domains/billing/settings", `{"settings":{"level":"BACKWARD"}}`)
	v := made.object(t)["version"].(map[string]any)
	decision, _ := v["decision"].(string)
	return w, strings.NewReplacer("$guid", v["guid"].(string), "$id", fmt.Sprint(int(v["id"].(float64))),
		"$decision", strings.TrimPrefix(decision, "decisions/"))
}

// call asks a method over gRPC, with a request in JSON, and takes the first answer of a stream.
func (w *world) call(t *testing.T, m protoreflect.MethodDescriptor, request string, options ...grpc.CallOption) (proto.Message, error) {
	t.Helper()
	return w.callWith(t.Context(), t, m, request, options...)
}

func (w *world) callWith(ctx context.Context, t *testing.T, m protoreflect.MethodDescriptor, request string, options ...grpc.CallOption) (proto.Message, error) {
	t.Helper()
	in, out := newMessage(t, m.Input()), newMessage(t, m.Output())
	if err := protojson.Unmarshal([]byte(request), in); err != nil {
		t.Fatalf("%s: %v", m.Name(), err)
	}
	path := "/" + string(m.Parent().FullName()) + "/" + string(m.Name())
	if !m.IsStreamingServer() {
		return out, w.conn.Invoke(ctx, path, in, out, options...)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := w.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, path, options...)
	if err != nil {
		return nil, err
	}
	if err := stream.SendMsg(in); err != nil {
		return nil, err
	}
	if err := stream.CloseSend(); err != nil {
		return nil, err
	}
	return out, stream.RecvMsg(out)
}

func newMessage(t *testing.T, d protoreflect.MessageDescriptor) proto.Message {
	t.Helper()
	kind, err := protoregistry.GlobalTypes.FindMessageByName(d.FullName())
	if err != nil {
		t.Fatal(err)
	}
	return kind.New().Interface()
}

func methodNamed(t *testing.T, name string) protoreflect.MethodDescriptor {
	t.Helper()
	for _, m := range everyMethod(t) {
		if string(m.Name()) == name {
			return m
		}
	}
	t.Fatalf("there is no method %s", name)
	return nil
}

// TestEveryMethodAsks: every method asks whether the caller may do its own action, and one that may not is told nothing.
func TestEveryMethodAsks(t *testing.T) {
	access := &spy{}
	w, fill := furnished(t, access)
	tried := map[protoreflect.Name]bool{}
	for _, a := range asking {
		m := methodNamed(t, a.method)
		tried[m.Name()] = true
		access.reset(true)
		denied, err := w.call(t, m, fill.Replace(a.request))
		if err == nil && tells(denied.ProtoReflect()) {
			t.Errorf("%s tells everybody %v", m.Name(), denied)
		}
		access.reset(false)
		if _, err := w.call(t, m, fill.Replace(a.request)); err != nil {
			t.Errorf("%s: %v", m.Name(), err)
		}
		o := option(m)
		asked := access.saw()
		if !asked[store.Action(o.GetAction())] {
			t.Errorf("%s does not ask for %s but for %v", m.Name(), o.GetAction(), asked)
		}
	}
	for _, m := range everyMethod(t) {
		if !tried[m.Name()] {
			t.Errorf("%s is not tried: enter it into the table", m.Name())
		}
	}
}

// tells reports whether an answer says anything but how far a watch has come, and that a schema is missing.
func tells(m protoreflect.Message) bool {
	told := false
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Name() == "position" || f.Name() == "missing":
		case f.IsList() && f.Message() != nil:
			for i := range v.List().Len() {
				told = told || tells(v.List().Get(i).Message())
			}
		case f.Message() != nil && !f.IsMap():
			told = told || tells(v.Message())
		default:
			told = true
		}
		return !told
	})
	return told
}

// TestNamesLead: GET /api/v1/{name} answers for every resource that any answer names.
func TestNamesLead(t *testing.T) {
	w, fill := furnished(t, nil)
	named := map[string]bool{}
	for _, a := range asking {
		answer, err := w.call(t, methodNamed(t, a.method), fill.Replace(a.request))
		if err != nil {
			t.Errorf("%s: %v", a.method, err)
			continue
		}
		if !strings.HasPrefix(a.method, "Delete") && !strings.HasPrefix(a.method, "Plan") && !strings.HasPrefix(a.method, "Check") {
			gather(answer.ProtoReflect(), named)
		}
	}
	gone := "domains/crm"
	for name := range named {
		a := w.get(t, name)
		if strings.HasPrefix(name, gone) || name == "registry" {
			continue
		}
		if a.code != http.StatusOK {
			a = w.get(t, name+"?showDeleted=true")
		}
		if a.code != http.StatusOK {
			t.Errorf("%s: %d %s", name, a.code, a.body)
		}
	}
	for _, kind := range []string{"domains/", "domains/billing/subjects/invoice/versions/1", "schemas/", "settings", "log/entries/", "decisions/", "compatibility/rules/", "policy/rules/"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(named)), func(n string) bool { return strings.Contains(n, kind) }) {
			t.Errorf("nothing is named %s…", kind)
		}
	}
}

// resourceFields are those that hold names of resources.
var resourceFields = []protoreflect.Name{"name", "resource", "entry", "decision", "scope", "compared_with"}

// gather collects the names of resources in a message.
func gather(m protoreflect.Message, into map[string]bool) {
	switch m.Descriptor().Name() {
	case "Reference", "DataRule": // their names are those that schemas and clients use
		return
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Message() != nil && f.IsList():
			for i := range v.List().Len() {
				gather(v.List().Get(i).Message(), into)
			}
		case f.Message() != nil && !f.IsMap():
			gather(v.Message(), into)
		case f.Kind() == protoreflect.StringKind && !f.IsList() && !f.IsMap() && slices.Contains(resourceFields, f.Name()):
			into[v.String()] = true
		}
		return true
	})
}

// TestUnderstoodOrRefused sends each method something that it does not know, in each place where it could stand.
func TestUnderstoodOrRefused(t *testing.T) {
	w, fill := furnished(t, nil)
	requests := map[string]string{}
	for _, a := range asking {
		requests[a.method] = fill.Replace(a.request)
	}
	for _, m := range everyMethod(t) {
		for _, way := range ways(m) {
			path, rest := filled(t, m, way[1], requests[string(m.Name())])
			body := ""
			if way[0] == "POST" || way[0] == "PATCH" {
				body = rest
			}
			refuse := func(what string, code int, reason string, a answered) {
				t.Helper()
				if a.code != code || !strings.Contains(a.body, `"`+reason+`"`) {
					t.Errorf("%s %s, %s: %d %s", way[0], path, what, a.code, a.body)
				}
			}
			refuse("unknown parameter", 400, "FIELD_INVALID", w.send(t, way[0], path+"?foo=bar", body))
			refuse("unknown verb", 405, "METHOD_UNKNOWN", w.send(t, "PUT", path, ""))
			if body == "" {
				refuse("a body", 400, "BODY_UNREADABLE", w.send(t, way[0], path, "{}"))
			} else {
				refuse("unknown member", 400, "FIELD_INVALID", w.send(t, way[0], path, `{"foo":1}`))
				refuse("no object", 400, "BODY_UNREADABLE", w.send(t, way[0], path, `7`))
				refuse("no JSON", 400, "BODY_UNREADABLE", w.send(t, way[0], path, `{`))
				refuse("more", 400, "BODY_UNREADABLE", w.send(t, way[0], path, `{}{}`))
				refuse("another type", 415, "CONTENT_TYPE", w.send(t, way[0], path, `{}`, "Content-Type", "text/plain"))
			}
			if strings.Contains(way[1], "{domain}") && body != "" {
				refuse("contradiction", 400, "FIELD_INVALID", w.send(t, way[0], path, `{"domain":"elsewhere"}`))
			}
			for i := range m.Input().Fields().Len() {
				f := m.Input().Fields().Get(i)
				if strings.Contains(way[1], "{"+string(f.Name())+"}") {
					continue
				}
				if body != "" {
					refuse(f.JSONName()+" of another kind", 400, "FIELD_INVALID", w.send(t, way[0], path, fmt.Sprintf(`{%q:[[]]}`, f.JSONName())))
				} else if f.Kind() != protoreflect.StringKind {
					refuse(f.JSONName()+" of another kind", 400, "FIELD_INVALID", w.send(t, way[0], path+"?"+f.JSONName()+"=%20", ""))
				}
			}
		}
	}
}

// filled is a path with the fields of a request, and the rest of the request.
func filled(t *testing.T, m protoreflect.MethodDescriptor, path, request string) (string, string) {
	t.Helper()
	in := newMessage(t, m.Input()).ProtoReflect()
	if err := protojson.Unmarshal([]byte(request), in.Interface()); err != nil {
		t.Fatal(err)
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if !strings.HasPrefix(s, "{") {
			continue
		}
		f := in.Descriptor().Fields().ByName(protoreflect.Name(strings.Trim(s, "{}")))
		value := in.Get(f).String()
		if value == "" {
			value = "invoice"
		}
		segments[i] = url.PathEscape(value)
		in.Clear(f)
	}
	for _, name := range []protoreflect.Name{"domain", "subject"} {
		if f := in.Descriptor().Fields().ByName(name); f != nil && m.Name() == "UpdateSettings" {
			in.Clear(f)
		}
	}
	rest, err := protojson.Marshal(in.Interface())
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(segments, "/"), string(rest)
}
