package protobuf

// features are what a file decides about its fields and enums unless they decide otherwise. Files of editions state
// them one by one; in proto2 and proto3, which are all that is read, they come with the syntax line.
type features struct {
	// implicit: a singular scalar without a label has no presence.
	implicit bool
	// packed: lists of numbers are written in one run.
	packed bool
	// closed: an enum takes no number that it does not list.
	closed bool
	// utf8: strings are checked when they are read.
	utf8 bool
	// json: the mapping to JSON is guaranteed, not only done as well as may be.
	json bool
}

// featuresOf are the features of a syntax line; none means proto2.
func featuresOf(line string) features {
	proto3 := line == "proto3"
	return features{implicit: proto3, packed: proto3, closed: !proto3, utf8: proto3, json: proto3}
}
