package descriptor

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// custom lists the options that extend m, which the runtime keeps as unknown fields.
func (r optionReader) custom(m protoreflect.Message) []*syntax.Option {
	if r.extensions == nil {
		return nil
	}
	return nil
}
