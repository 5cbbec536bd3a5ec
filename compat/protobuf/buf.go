package protobuf

import "github.com/concord-registry/concord/compat/rule"

// bufRule is the name of a breaking rule of buf.
type bufRule string

// The rules that findings project to. FILE_NO_DELETE has no use where a schema is one file.
const (
	enumNoDelete                      bufRule = "ENUM_NO_DELETE"
	enumSameJSONFormat                bufRule = "ENUM_SAME_JSON_FORMAT"
	enumSameType                      bufRule = "ENUM_SAME_TYPE"
	enumValueNoDelete                 bufRule = "ENUM_VALUE_NO_DELETE"
	enumValueNoDeleteNameReserved     bufRule = "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED"
	enumValueNoDeleteNumberReserved   bufRule = "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED"
	enumValueSameName                 bufRule = "ENUM_VALUE_SAME_NAME"
	extensionMessageNoDelete          bufRule = "EXTENSION_MESSAGE_NO_DELETE"
	extensionNoDelete                 bufRule = "EXTENSION_NO_DELETE"
	fieldNoDelete                     bufRule = "FIELD_NO_DELETE"
	fieldNoDeleteNameReserved         bufRule = "FIELD_NO_DELETE_UNLESS_NAME_RESERVED"
	fieldNoDeleteNumberReserved       bufRule = "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED"
	fieldSameCardinality              bufRule = "FIELD_SAME_CARDINALITY"
	fieldSameCppStringType            bufRule = "FIELD_SAME_CPP_STRING_TYPE"
	fieldSameDefault                  bufRule = "FIELD_SAME_DEFAULT"
	fieldSameJavaUTF8                 bufRule = "FIELD_SAME_JAVA_UTF8_VALIDATION"
	fieldSameJSONName                 bufRule = "FIELD_SAME_JSON_NAME"
	fieldSameJSType                   bufRule = "FIELD_SAME_JSTYPE"
	fieldSameName                     bufRule = "FIELD_SAME_NAME"
	fieldSameOneof                    bufRule = "FIELD_SAME_ONEOF"
	fieldSameType                     bufRule = "FIELD_SAME_TYPE"
	fieldSameUTF8                     bufRule = "FIELD_SAME_UTF8_VALIDATION"
	fieldWireCardinality              bufRule = "FIELD_WIRE_COMPATIBLE_CARDINALITY"
	fieldWireType                     bufRule = "FIELD_WIRE_COMPATIBLE_TYPE"
	fieldWireJSONCardinality          bufRule = "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"
	fieldWireJSONType                 bufRule = "FIELD_WIRE_JSON_COMPATIBLE_TYPE"
	fileSamePackage                   bufRule = "FILE_SAME_PACKAGE"
	fileSameSyntax                    bufRule = "FILE_SAME_SYNTAX"
	messageNoDelete                   bufRule = "MESSAGE_NO_DELETE"
	messageNoRemoveDescriptorAccessor bufRule = "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR"
	messageSameJSONFormat             bufRule = "MESSAGE_SAME_JSON_FORMAT"
	messageSameRequiredFields         bufRule = "MESSAGE_SAME_REQUIRED_FIELDS"
	oneofNoDelete                     bufRule = "ONEOF_NO_DELETE"
	packageEnumNoDelete               bufRule = "PACKAGE_ENUM_NO_DELETE"
	packageExtensionNoDelete          bufRule = "PACKAGE_EXTENSION_NO_DELETE"
	packageMessageNoDelete            bufRule = "PACKAGE_MESSAGE_NO_DELETE"
	packageNoDelete                   bufRule = "PACKAGE_NO_DELETE"
	packageServiceNoDelete            bufRule = "PACKAGE_SERVICE_NO_DELETE"
	reservedEnumNoDelete              bufRule = "RESERVED_ENUM_NO_DELETE"
	reservedMessageNoDelete           bufRule = "RESERVED_MESSAGE_NO_DELETE"
	rpcNoDelete                       bufRule = "RPC_NO_DELETE"
	rpcSameClientStreaming            bufRule = "RPC_SAME_CLIENT_STREAMING"
	rpcSameIdempotencyLevel           bufRule = "RPC_SAME_IDEMPOTENCY_LEVEL"
	rpcSameRequestType                bufRule = "RPC_SAME_REQUEST_TYPE"
	rpcSameResponseType               bufRule = "RPC_SAME_RESPONSE_TYPE"
	rpcSameServerStreaming            bufRule = "RPC_SAME_SERVER_STREAMING"
	serviceNoDelete                   bufRule = "SERVICE_NO_DELETE"
)

// The categories that rules are in.
const (
	inFile     = rule.BufFile
	inPackage  = rule.BufPackage
	inCode     = rule.BufFile | rule.BufPackage
	inJSON     = rule.BufWireJSON
	inWire     = rule.BufWire
	inBytes    = rule.BufWire | rule.BufWireJSON
	inCodeJSON = inCode | inJSON
	inAll      = inCode | inBytes
)

// categories says which categories list a rule. The rules about options of files, which are not here, are in inCode.
var categories = map[bufRule]rule.Preset{
	enumNoDelete:                      inFile,
	enumSameJSONFormat:                inCodeJSON,
	enumSameType:                      inCode,
	enumValueNoDelete:                 inCode,
	enumValueNoDeleteNameReserved:     inJSON,
	enumValueNoDeleteNumberReserved:   inBytes,
	enumValueSameName:                 inCodeJSON,
	extensionMessageNoDelete:          inCode,
	extensionNoDelete:                 inFile,
	fieldNoDelete:                     inCode,
	fieldNoDeleteNameReserved:         inJSON,
	fieldNoDeleteNumberReserved:       inBytes,
	fieldSameCardinality:              inCode,
	fieldSameCppStringType:            inCode,
	fieldSameDefault:                  inAll,
	fieldSameJavaUTF8:                 inCode,
	fieldSameJSONName:                 inCodeJSON,
	fieldSameJSType:                   inCode,
	fieldSameName:                     inCodeJSON,
	fieldSameOneof:                    inAll,
	fieldSameType:                     inCode,
	fieldSameUTF8:                     inCode,
	fieldWireCardinality:              inWire,
	fieldWireType:                     inWire,
	fieldWireJSONCardinality:          inJSON,
	fieldWireJSONType:                 inJSON,
	fileSamePackage:                   inAll,
	fileSameSyntax:                    inCode,
	messageNoDelete:                   inFile,
	messageNoRemoveDescriptorAccessor: inCode,
	messageSameJSONFormat:             inCodeJSON,
	messageSameRequiredFields:         inAll,
	oneofNoDelete:                     inCode,
	packageEnumNoDelete:               inPackage,
	packageExtensionNoDelete:          inPackage,
	packageMessageNoDelete:            inPackage,
	packageNoDelete:                   inPackage,
	packageServiceNoDelete:            inPackage,
	reservedEnumNoDelete:              inAll,
	reservedMessageNoDelete:           inAll,
	rpcNoDelete:                       inCode,
	rpcSameClientStreaming:            inAll,
	rpcSameIdempotencyLevel:           inAll,
	rpcSameRequestType:                inAll,
	rpcSameResponseType:               inAll,
	rpcSameServerStreaming:            inAll,
	serviceNoDelete:                   inFile,
}

// presets are the categories that list one of the rules.
func presets(rules []bufRule) rule.Preset {
	var all rule.Preset
	for _, r := range rules {
		in, known := categories[r]
		if !known {
			in = inCode
		}
		all |= in
	}
	return all
}

// The rules of buf that several rows of the rule table share.
var (
	bufAboutTypes   = []bufRule{fieldSameType, fieldWireType, fieldWireJSONType}
	bufAboutLabels  = []bufRule{fieldSameCardinality, fieldWireCardinality, fieldWireJSONCardinality, messageSameRequiredFields}
	bufAboutRemoval = []bufRule{fieldNoDelete, fieldNoDeleteNameReserved, fieldNoDeleteNumberReserved, messageSameRequiredFields}
	bufAboutNames   = []bufRule{fieldSameName, fieldSameJSONName}
	bufAboutValues  = []bufRule{enumValueNoDelete, enumValueNoDeleteNameReserved, enumValueNoDeleteNumberReserved}
)
