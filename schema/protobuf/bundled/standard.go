package bundled

import (
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/apipb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/sourcecontextpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/typepb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/concord-registry/concord/schema/protobuf/descriptor"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// runtimeFiles are the descriptors of google/protobuf.
var runtimeFiles = []protoreflect.FileDescriptor{
	anypb.File_google_protobuf_any_proto,
	apipb.File_google_protobuf_api_proto,
	descriptorpb.File_google_protobuf_descriptor_proto,
	durationpb.File_google_protobuf_duration_proto,
	emptypb.File_google_protobuf_empty_proto,
	fieldmaskpb.File_google_protobuf_field_mask_proto,
	sourcecontextpb.File_google_protobuf_source_context_proto,
	structpb.File_google_protobuf_struct_proto,
	timestamppb.File_google_protobuf_timestamp_proto,
	typepb.File_google_protobuf_type_proto,
	wrapperspb.File_google_protobuf_wrappers_proto,
}

func standard() map[string]*syntax.File {
	files := map[string]*syntax.File{}
	for _, d := range runtimeFiles {
		files[d.Path()] = descriptor.Tree(protodesc.ToFileDescriptorProto(d))
	}
	return files
}
