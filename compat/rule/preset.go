package rule

// Preset is a set of the categories that buf sorts its rules into.
type Preset uint8

// The categories, from the laxest. A rule of one is mostly, but not always, one of those behind it too.
const (
	// BufWire: what changes the meaning of bytes.
	BufWire Preset = 1 << iota
	// BufWireJSON: what changes the meaning of bytes or of JSON.
	BufWireJSON
	// BufPackage: what changes generated code too; declarations may move between the files of a package.
	BufPackage
	// BufFile: the same, and declarations stay in their file.
	BufFile
)
