package main

import (
	"errors"
	"fmt"
	"log"
	"reflect"
	"strings"

	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rest"
	"github.com/riferrei/srclient"
	"github.com/twmb/franz-go/pkg/sr"
)

// The texts that the walks register: a record, a next version of it, one that may not follow, and one that refers to it.
const (
	lineText   = `{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"id","type":"string"}]}`
	nextText   = `{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"note","type":["null","string"],"default":null}]}`
	brokenText = `{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"id","type":"string"},{"name":"price","type":"int"}]}`
	listText   = `{"type":"record","name":"Lines","namespace":"shop","fields":[{"name":"line","type":"shop.Line"}]}`
)

var spacedText = strings.ReplaceAll(lineText, ",", ", ")

// walk is a subject's life in a domain, through one client. It remembers which methods of the client were called.
type walk struct {
	// server is the URL without a path, home the context that the clients speak about, empty for the default one.
	server, home string
	// url is what clients get that reach a context by the path of their URL.
	url string
	// subject is the name that clients use, named the one in answers.
	subject, named string
	called         map[string]bool
}

func newWalk(url, subject string) walk {
	server, home, found := strings.Cut(url, "/contexts/")
	named := subject
	if found {
		named = ":" + home + ":" + subject
	}
	return walk{server, home, url, subject, named, map[string]bool{}}
}

// is expects that a method answers exactly so. It is written around the call: is(w, "Versions", []int{1})(c.Versions(s)).
func is[T any](w walk, method string, want T) func(T, error) {
	return func(got T, err error) {
		check(method, err)
		w.called[method] = true
		expect(method, got, want)
	}
}

// has expects that what is asked of a method's answer is so.
func has[T any](w walk, method string, ask func(T) any, want any) func(T, error) {
	return func(got T, err error) {
		check(method, err)
		w.called[method] = true
		expect(method, ask(got), want)
	}
}

// refused expects that a method fails with an error of the registry.
func refused[T any](w walk, method string, code int) func(T, error) {
	return func(got T, err error) {
		w.called[method] = true
		if err == nil {
			log.Fatalf("%s: got %v, want error %d", method, got, code)
		}
		expect(fmt.Sprintf("%s is refused", method), codeOf(err), code)
	}
}

// done expects that a method without an answer succeeds.
func done(w walk, method string) func(error) {
	return func(err error) { is(w, method, true)(true, err) }
}

// codeOf is the error code that a client found in an answer.
func codeOf(err error) int {
	var confluent *rest.Error
	var franz *sr.ResponseError
	var other srclient.Error
	switch {
	case errors.As(err, &confluent):
		return confluent.Code
	case errors.As(err, &franz):
		return franz.ErrorCode
	case errors.As(err, &other):
		return other.Code
	}
	log.Fatalf("not an error of the registry: %v", err)
	return 0
}

// missed expects that every method of a type was called, but for some.
func (w walk) missed(client reflect.Type, but ...string) {
	for _, method := range but {
		w.called[method] = true
	}
	var missed []string
	for method := range client.Methods() {
		if !w.called[method.Name] {
			missed = append(missed, method.Name)
		}
	}
	expect("methods that nobody called", missed, []string(nil))
}
