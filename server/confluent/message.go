package confluent

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
)

// longest is how many bytes of an old schema a message shows.
const longest = 10 << 10

// messages prints a verdict in the layout that tools parse (contract §3.7, compatibility §1.6): a line for each
// difference with the newest version that is not compatible, what that version is, and under what settings. The list is
// empty, not nil, when nothing stands against the schema.
func messages(v registry.Verdict) []string {
	lines := append([]string{}, v.Reserved...)
	shown := refusing(v)
	for _, f := range shown {
		lines = append(lines, line(v, f))
	}
	if len(shown) > 0 {
		lines = append(lines, oldSchema(v, shown)...)
	}
	if len(lines) > 0 {
		lines = append(lines, "{validateFields: '"+strconv.FormatBool(v.Fields)+"', compatibility: '"+string(v.Level)+"'}")
	}
	return lines
}

// refusing picks the findings that count, of the first version that has any; findings come newest version first.
func refusing(v registry.Verdict) []rule.Finding {
	var shown []rule.Finding
	for _, f := range v.Findings {
		if v.Refuses(f) && (len(shown) == 0 || shown[0].Version == f.Version) {
			shown = append(shown, f)
		}
	}
	return shown
}

// line is one difference. The shapes look like JSON and are none; the odd last quote of JSON Schema is what tools expect.
// Nothing here goes through a format string: paths and sentences hold what clients wrote.
func line(v registry.Verdict, f rule.Finding) string {
	if f.Code == compat.DifferentType {
		return "Incompatible because of different schema type"
	}
	kind, path, info := strings.ToUpper(schema.Snake(string(f.Code))), f.New.Path, ""
	if f.Reference != nil {
		kind, path, info = f.Reference.Type, f.Reference.Path, f.Reference.Info
	}
	description := describe(path, f.Message)
	switch formatOf(v, f.Version) {
	case schema.Protobuf:
		return `{errorType:"` + kind + `", description:"` + description + `"}`
	case schema.JSON:
		return `{errorType:"` + kind + `", description:"` + description + `'}`
	}
	return `{errorType:'` + kind + `', description:'` + description + `', additionalInfo:'` + info + `'}`
}

// describe is the sentence of a difference; the path stands first, where tools look for it.
func describe(path, sentence string) string {
	if path == "" {
		return sentence
	}
	return "at path '" + path + "', " + sentence
}

// formatOf is that of a version compared with; Avro when it is not at hand.
func formatOf(verdict registry.Verdict, version int) schema.Type {
	if v := verdict.Against[version]; v != nil {
		return v.Content().Type
	}
	return schema.Avro
}

// oldSchema are the lines about the version that the findings speak of. The reference leaves them away when the schemas
// differ in type, and under a FULL level when only the old schema cannot read what the new one writes.
func oldSchema(v registry.Verdict, shown []rule.Finding) []string {
	last := shown[len(shown)-1]
	both := v.Level.Forward() && v.Level.Backward()
	version := v.Against[last.Version]
	if last.Code == compat.DifferentType || both && last.Direction == rule.Forward || version == nil {
		return nil
	}
	lines := []string{"{oldSchemaVersion: " + strconv.Itoa(version.Number) + "}"}
	content := version.Content().Text
	if len(content) <= longest {
		return append(lines, "{oldSchema: '"+content+"'}")
	}
	return append(lines, "{oldSchema: <truncated> '"+truncated(content)+"...'}")
}

// truncated cuts a text at a character, not inside one.
func truncated(s string) string {
	end := longest
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.ToValidUTF8(s[:end], "")
}
