package avro

import "github.com/concord-registry/concord/schema"

// refusal carries an error through the recursive descent; [guard] turns it back at the edge of the package.
type refusal struct{ err *schema.Error }

// fail gives up reading at a place.
func fail(at schema.Span, format string, args ...any) {
	panic(refusal{schema.Errorf(schema.Avro, at, format, args...)})
}

// guard is deferred by the functions that start a descent.
func guard(err *error) {
	if r := recover(); r != nil {
		refused, ok := r.(refusal)
		if !ok {
			panic(r)
		}
		*err = refused.err
	}
}
