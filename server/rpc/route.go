package rpc

import (
	"net/http"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// route is one way to a method over HTTP.
type route struct {
	verb string
	// path has the segments; those that are `{name}` are fields of the request.
	path   []string
	method protoreflect.MethodDescriptor
	// body is set when the rest of the request stands in the body; else it stands in the query.
	body bool
	// handle runs the method; nil for a stream.
	handle grpc.MethodDesc
}

// routes are those of all methods, the more exact ones first.
var routes = func() []route {
	var all []route
	for _, service := range services {
		methods := descriptorOf(service.ServiceName).Methods()
		for i := range methods.Len() {
			all = append(all, routesOf(methods.Get(i), service)...)
		}
	}
	slices.SortStableFunc(all, func(a, b route) int { return slices.CompareFunc(a.path, b.path, variableLast) })
	return all
}()

func descriptorOf(service string) protoreflect.ServiceDescriptor {
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		panic(err) // generated code registers what it describes
	}
	return d.(protoreflect.ServiceDescriptor)
}

func routesOf(m protoreflect.MethodDescriptor, service *grpc.ServiceDesc) []route {
	rule := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	var all []route
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		verb, path := bindingOf(r)
		one := route{verb: verb, path: strings.Split(strings.TrimPrefix(path, "/"), "/"), method: m, body: r.GetBody() != ""}
		for _, h := range service.Methods {
			if h.MethodName == string(m.Name()) {
				one.handle = h
			}
		}
		all = append(all, one)
	}
	return all
}

func bindingOf(r *annotations.HttpRule) (verb, path string) {
	switch p := r.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return http.MethodGet, p.Get
	case *annotations.HttpRule_Post:
		return http.MethodPost, p.Post
	case *annotations.HttpRule_Patch:
		return http.MethodPatch, p.Patch
	case *annotations.HttpRule_Put:
		return http.MethodPut, p.Put
	case *annotations.HttpRule_Delete:
		return http.MethodDelete, p.Delete
	}
	panic("a binding has a verb that no method of the API uses")
}

// variable is the field that a segment of a path stands for.
func variable(segment string) (field string, ok bool) {
	if !strings.HasPrefix(segment, "{") {
		return "", false
	}
	return strings.Trim(segment, "{}"), true
}

// variableLast orders segments: words before variables.
func variableLast(a, b string) int {
	_, va := variable(a)
	_, vb := variable(b)
	switch {
	case va && vb:
		return 0
	case va:
		return 1
	case vb:
		return -1
	}
	return strings.Compare(a, b)
}

// matches reports whether a path, still percent-encoded, leads to the route. Words match before they are decoded.
func (r route) matches(path []string) bool {
	return slices.EqualFunc(r.path, path, func(want, got string) bool {
		_, v := variable(want)
		return v && got != "" || want == got
	})
}

// find is the route of a request. Where only its verb is wrong, allowed lists those that are there.
func find(verb, escapedPath string) (found *route, allowed []string) {
	path := strings.Split(strings.TrimPrefix(escapedPath, "/"), "/")
	if verb == http.MethodHead {
		verb = http.MethodGet
	}
	for i := range routes {
		r := &routes[i]
		if !r.matches(path) {
			continue
		}
		if r.verb == verb {
			return r, nil
		}
		if !slices.Contains(allowed, r.verb) {
			allowed = append(allowed, r.verb)
		}
		if r.verb == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	slices.Sort(allowed)
	return nil, slices.Compact(allowed)
}
