package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed are the built-in functions that rules may call: those that are deterministic, reach nothing outside, and need
// time and memory in proportion to their arguments. A deadline cannot stop a built-in: bits.lsh(1, 200000000) runs for
// two minutes, and numbers.range makes lists of any length from two numbers. sprintf is not among them because a result
// with an undefined argument would be undefined, and the violation lost; template strings have no such hole.
var allowed = strings.Fields(`
	assign eq equal neq gt gte lt lte plus minus mul div rem abs ceil floor round
	and or union intersection set_diff internal.member_2 internal.member_3 internal.template_string internal.test_case
	internal.print print
	all any array.concat array.flatten array.reverse array.slice count max min product sum sort
	is_array is_boolean is_null is_number is_object is_set is_string type_name to_number
	concat contains endswith indexof indexof_n lower replace split startswith strings.any_prefix_match
	strings.any_suffix_match strings.count strings.replace_n strings.reverse strings.split_n substring trim trim_left
	trim_prefix trim_right trim_space trim_suffix upper
	base64.decode base64.encode base64.is_valid base64url.decode base64url.encode hex.decode hex.encode
	regex.find_all_string_submatch_n regex.find_n regex.is_valid regex.match regex.replace regex.split
	glob.match glob.quote_meta
	json.filter json.is_valid json.marshal json.patch json.remove json.unmarshal
	object.filter object.get object.keys object.remove object.subset object.union object.union_n
	semver.compare semver.is_valid time.add_date time.clock time.date time.diff time.format time.parse_duration_ns
	time.parse_ns time.parse_rfc3339_ns time.weekday
	uri.is_valid uri.parse urlquery.decode urlquery.encode uuid.parse walk`)

// capabilities are OPA's, less the functions that are not allowed and all of the network.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return !slices.Contains(allowed, b.Name) })
	c.AllowNet = []string{}
	return c
}

// insteadOf says what to write for functions that authors miss most, by name or by family.
var insteadOf = map[string]string{
	"sprintf":     `write a template string: $"{f.name} is {f.type.canonical}"`,
	"format_int":  "write the number in a template string",
	"time.now_ns": "read input.time, the time of the request",
	"http":        "rules reach nothing outside: put what they need into the policy repository",
	"net":         "rules reach nothing outside: put what they need into the policy repository",
	"numbers":     "iterate over what the input holds",
	"bits":        "write the number out",
	"units":       "write the number out",
	"graph":       "write a bounded number of steps",
}

// insteadFor is the advice for a function.
func insteadFor(name string) string {
	family, _, _ := strings.Cut(name, ".")
	return cmp.Or(insteadOf[name], insteadOf[family], "rules call only functions that are deterministic and bounded by their arguments")
}
