package protobuf

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of services.
const (
	ServiceRemoved rule.Code = "ProtobufServiceRemoved"
	CallRemoved    rule.Code = "ProtobufCallRemoved"
	CallChanged    rule.Code = "ProtobufCallChanged"
)

var serviceRemoved = rule.Rule{
	Code:   ServiceRemoved,
	Title:  "A service should not be removed",
	Why:    "Clients call it. Records know nothing of services.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{packageServiceNoDelete, serviceNoDelete}),
	Old: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); }
`,
	New: `syntax = "proto3";
message M { string s = 1; }
`,
}

var callRemoved = rule.Rule{
	Code:   CallRemoved,
	Title:  "A call of a service should not be removed",
	Why:    "Clients make it. Records know nothing of services.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{rpcNoDelete}),
	Old: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); rpc Put (M) returns (M); }
`,
	New: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); }
`,
}

var callChanged = rule.Rule{
	Code:   CallChanged,
	Title:  "A call of a service should keep what goes in and out",
	Why:    "Clients send and expect what they were compiled for.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{rpcSameClientStreaming, rpcSameIdempotencyLevel, rpcSameRequestType, rpcSameResponseType, rpcSameServerStreaming}),
	Old: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); }
`,
	New: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (stream M); }
`,
}

// services compares services and their calls by name. Records know nothing of services and the reference registry does
// not look at them; they are a matter of code, reported once, backward.
func (c *checker) services(w, r scope) {
	if c.dir == rule.Forward {
		return
	}
	byName := map[string]*syntax.Service{}
	for _, s := range r.schema.Tree().Services {
		byName[s.Name] = s
	}
	for _, s := range w.schema.Tree().Services {
		if other := byName[s.Name]; other != nil {
			c.calls(w, r, s, other)
			continue
		}
		c.report(difference{
			code: ServiceRemoved, breaks: rule.Source, buf: []bufRule{serviceNoDelete, packageServiceNoDelete},
			writer:  side{w.place(s.Name, s.At), "service " + s.Name},
			reader:  side{place: rule.Place{Path: s.Name}},
			message: fmt.Sprintf("the new schema has no service %s, which clients may call", s.Name),
			fix:     rule.Fix{Text: "keep the service; mark it deprecated"},
			scope:   s.Name,
		})
	}
}

func (c *checker) calls(w, r scope, old, new *syntax.Service) {
	byName := map[string]*syntax.RPC{}
	for _, x := range new.RPCs {
		byName[x.Name] = x
	}
	for _, x := range old.RPCs {
		path := old.Name + "." + x.Name
		d := difference{
			code: CallRemoved, breaks: rule.Source, buf: []bufRule{rpcNoDelete},
			writer:  side{rule.Place{Path: path, Span: w.schema.Span(x.At)}, "rpc " + x.Name},
			reader:  side{place: rule.Place{Path: path}},
			message: fmt.Sprintf("the new schema has no call %s, which clients may make", path),
			fix:     rule.Fix{Text: "keep the call; mark it deprecated"},
			scope:   old.Name,
		}
		if other := byName[x.Name]; other != nil {
			d.reader = side{rule.Place{Path: path, Span: r.schema.Span(other.At)}, "rpc " + x.Name}
			c.call(d, w, r, x, other)
			continue
		}
		c.report(d)
	}
}

// call compares what goes in and out of a call, and how.
func (c *checker) call(d difference, w, r scope, old, new *syntax.RPC) {
	d.code = CallChanged
	aspects := []struct {
		name, was, is string
		broken        bufRule
	}{
		{"request", w.named(old.Request.Name).full, r.named(new.Request.Name).full, rpcSameRequestType},
		{"response", w.named(old.Response.Name).full, r.named(new.Response.Name).full, rpcSameResponseType},
		{"request", streaming(old.StreamRequest), streaming(new.StreamRequest), rpcSameClientStreaming},
		{"response", streaming(old.StreamResp), streaming(new.StreamResp), rpcSameServerStreaming},
		{"idempotency_level", idempotency(old), idempotency(new), rpcSameIdempotencyLevel},
	}
	for _, a := range aspects {
		if a.was == a.is {
			continue
		}
		d.buf = []bufRule{a.broken}
		d.writer.text, d.reader.text = a.was, a.is
		d.message = fmt.Sprintf("the %s of the call %s is %s in the old schema and %s in the new one", a.name, d.writer.place.Path, a.was, a.is)
		d.fix = rule.Fix{Text: "add a call with another name"}
		c.report(d)
	}
}

func streaming(stream bool) string {
	if stream {
		return "a stream"
	}
	return "one message"
}

func idempotency(x *syntax.RPC) string {
	return option{"idempotency_level", "IDEMPOTENCY_UNKNOWN"}.in(x.Options)
}
