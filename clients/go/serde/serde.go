// Package serde turns values into the bytes of records that name their schema, and back.
//
// A [Serializer] registers or looks up the schema of what it writes, and finds the schema of what it reads, in one domain of
// a registry. How a value becomes a datum is the business of a [Codec]: this package knows no format.
//
// [Frame] and its siblings are the bytes that stand before a datum, the same as those of Confluent's serializers; they are
// pure functions.
//
// Exported names of this package are kept within a major version.
package serde

import (
	"context"
	"encoding/json"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"

	concord "github.com/concord-registry/concord/clients/go"
)

// Registry is what serializers ask of one domain of a registry. A [concord.DomainClient] is one.
type Registry interface {
	// Register makes a version of a subject, or finds the one that says the same.
	Register(ctx context.Context, r concord.Registration) (concord.Registered, error)
	// LookUp finds the version of a subject that says what a schema says. The error is of kind NotFound when there is none.
	LookUp(ctx context.Context, subject string, s concord.Schema, options ...concord.LookUpOptions) (concord.LookedUp, error)
	// Schema finds the schema of an id. It is asked for every record, so it should be remembered.
	Schema(ctx context.Context, id int) (concord.Schema, error)
}

// Codec turns values of T into data and back. It is safe for concurrent use.
type Codec[T any] interface {
	// Schema is the schema by which a value is encoded. Usually it is the same for all.
	Schema(value T) (concord.Schema, error)
	// Encode appends a value to dst, encoded by the schema that Schema gives; in Protobuf after [FrameIndexes].
	Encode(dst []byte, value T) ([]byte, error)
	// Decode reads a datum that was encoded by the schema writer; in Protobuf [UnframeIndexes] come first. The datum is the
	// caller's.
	Decode(datum []byte, writer concord.Schema) (T, error)
}

// Subject is the name of the subject that a serializer's schemas are registered under.
type Subject string

// Topic is the subject of the values of a topic.
func Topic(topic string) Subject { return Subject(topic + "-value") }

// TopicKey is the subject of the keys of a topic.
func TopicKey(topic string) Subject { return Subject(topic + "-key") }

// Options are those of [New].
type Options struct {
	// NeverRegister looks schemas up that are registered already, as by a deployment; else Encode registers them.
	NeverRegister bool
	// Normalize registers, or looks up, the normalised text.
	Normalize bool
}

// Serializer writes and reads records. It is safe for concurrent use.
type Serializer[T any] struct {
	registry Registry
	subject  Subject
	codec    Codec[T]
	options  Options
	// ids are those of schemas that were registered or looked up, by what they say.
	ids *lru.Cache[string, int]
}

// remembered is how many schemas a serializer knows the id of; most write one.
const remembered = 1000

// New returns a serializer. It sends nothing. Of several options the last count.
func New[T any](registry Registry, subject Subject, codec Codec[T], options ...Options) *Serializer[T] {
	ids, err := lru.New[string, int](remembered)
	if err != nil {
		panic(err) // remembered is positive
	}
	s := &Serializer[T]{registry: registry, subject: subject, codec: codec, ids: ids}
	for _, o := range options {
		s.options = o
	}
	return s
}

// Encode is a record's value, or key: the frame with the id of the schema, and the datum. Errors of the registry are those
// of package concord; of kind Refused when the schema may not be registered.
func (s *Serializer[T]) Encode(ctx context.Context, value T) ([]byte, error) {
	schema, err := s.codec.Schema(value)
	if err != nil {
		return nil, fmt.Errorf("schema of a value for %s: %w", s.subject, err)
	}
	id, err := s.id(ctx, schema)
	if err != nil {
		return nil, err
	}
	record, err := s.codec.Encode(Frame(nil, id), value)
	if err != nil {
		return nil, fmt.Errorf("encoding a value for %s: %w", s.subject, err)
	}
	return record, nil
}

// id is the id of a schema, which is asked for once.
func (s *Serializer[T]) id(ctx context.Context, schema concord.Schema) (int, error) {
	key, err := json.Marshal(schema)
	if err != nil {
		return 0, err
	}
	if id, ok := s.ids.Get(string(key)); ok {
		return id, nil
	}
	version, err := s.find(ctx, schema)
	if err != nil {
		return 0, err
	}
	s.ids.Add(string(key), version.ID)
	return version.ID, nil
}

func (s *Serializer[T]) find(ctx context.Context, schema concord.Schema) (concord.Version, error) {
	if s.options.NeverRegister {
		found, err := s.registry.LookUp(ctx, string(s.subject), schema, concord.LookUpOptions{Normalize: s.options.Normalize})
		return found.Version, err
	}
	made, err := s.registry.Register(ctx, concord.Registration{Subject: string(s.subject), Schema: schema, Normalize: s.options.Normalize})
	return made.Version, err
}

// Decode reads what Encode wrote, here or elsewhere, by whatever schema of the domain. Errors of the registry are those of
// package concord.
func (s *Serializer[T]) Decode(ctx context.Context, record []byte) (T, error) {
	var none T
	id, datum, err := Unframe(record)
	if err != nil {
		return none, err
	}
	writer, err := s.registry.Schema(ctx, id)
	if err != nil {
		return none, err
	}
	value, err := s.codec.Decode(datum, writer)
	if err != nil {
		return none, fmt.Errorf("decoding a value of the schema with id %d: %w", id, err)
	}
	return value, nil
}
