package confluent_test

import "testing"

// The stories let parts of the contract meet that each have a test of their own: aliases and contexts, references and
// deletions, imports and ids, defaults and versions, scopes and modes.

// Records of one int field each, and one that refers to a record.
const (
	postX    = `{"schema":"{\"type\":\"record\",\"name\":\"X\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}"}`
	postY    = `{"schema":"{\"type\":\"record\",\"name\":\"Y\",\"fields\":[{\"name\":\"y\",\"type\":\"int\"}]}"}`
	postBase = `{"schema":"{\"type\":\"record\",\"name\":\"n.Base\",\"fields\":[]}"}`
	userText = `"schema":"{\"type\":\"record\",\"name\":\"User\",\"fields\":[{\"name\":\"b\",\"type\":\"n.Base\"}]}"`

	notFound   = `{"error_code":40401,…`
	noSchema   = `{"error_code":40403,…`
	invalid    = `{"error_code":42201,…`
	forbidden  = `{"error_code":42205,…`
	referenced = `{"error_code":42206,…`
)

// with adds members to a body.
func with(body, members string) string { return body[:len(body)-1] + "," + members + "}" }

// user refers to a version of a subject.
func user(subject, version string) string {
	return `{` + userText + `,"references":[{"name":"n.Base","subject":"` + subject + `","version":` + version + `}]}`
}

func TestAliasStory(t *testing.T) {
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "PUT", "/config/al", nil, `{"alias":"t"}`, 200, `{"alias":"t"}`},
		{"register under an alias", "POST", "/subjects/al/versions", nil, postX, 200, `{"id":1,"version":1,…`},
		{"the target has it", "GET", "/subjects", nil, "", 200, `["t"]`},
		{"answers name the target", "GET", "/subjects/al/versions/latest", nil, "", 200, `{"subject":"t","version":1,…`},
		{"look up under an alias", "POST", "/subjects/al", nil, postX, 200, `{"subject":"t",…`},
		{"check under an alias", "POST", "/compatibility/subjects/al/versions/1", nil, postY, 200, `{"is_compatible":false}`},
		{"by id for an alias", "GET", "/schemas/ids/1?subject=al", nil, "", 200, `{"subject":"t","version":1,…`},
		{"listed by its alias", "GET", "/schemas?subjectPrefix=al&aliases=true", nil, "", 200, `[{"subject":"t","version":1,…`},
		{"not listed by its alias", "GET", "/schemas?subjectPrefix=al", nil, "", 200, `[]`},
		{"settings are the alias's own", "GET", "/config/al?defaultToGlobal=true", nil, "", 200, `{"alias":"t","compatibilityLevel":"BACKWARD"}`},
		{"settings of the target", "GET", "/config/t", nil, "", 404, `{"error_code":40408,…`},
		{"modes know no alias", "PUT", "/mode/al", nil, `{"mode":"READONLY"}`, 200, `{"mode":"READONLY"}`},
		{"so the target takes more", "POST", "/subjects/al/versions?force=true", nil, postY, 200, `{"id":2,"version":2,…`},
		{"one step only", "PUT", "/config/t", nil, `{"alias":"u"}`, 200, `{"alias":"u"}`},
		{"still the target", "GET", "/subjects/al/versions", nil, "", 200, `[1,2]`},
		{"in a context it stays there", "PUT", "/contexts/.c/config/al", nil, `{"alias":"t"}`, 200, `{"alias":"t"}`},
		{"register there", "POST", "/contexts/c/subjects/al/versions", nil, postX, 200, `{"id":1,"version":1,…`},
		{"the target there", "GET", "/subjects?subjectPrefix=:.c:", nil, "", 200, `[":.c:t"]`},
		{"an alias across contexts", "PUT", "/contexts/.c/config/al", nil, `{"alias":":.:t"}`, 200, `{"alias":":.:t"}`},
		{"leads across", "GET", "/contexts/.c/subjects/al/versions", nil, "", 200, `[1,2]`},
		{"a context has no alias", "PUT", "/config/:.c:", nil, `{"alias":"t"}`, 200, `{"alias":"t"}`},
		{"its ids are its own", "GET", "/contexts/.c/schemas/ids/1", nil, "", 200, `{"subject":":.c:t","version":1,…`},
		{"delete under an alias", "DELETE", "/subjects/al", nil, "", 200, `[1,2]`},
		{"which the target notices", "GET", "/subjects?deleted=true&subjectPrefix=", nil, "", 200, `["t"]`},
	})
}

func TestReferenceStory(t *testing.T) {
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "POST", "/subjects/base/versions", nil, postBase, 200, `{"id":1,"version":1,…`},
		{"", "POST", "/subjects/:.c:base/versions", nil, postBase, 200, `{"id":1,"version":1,…`},
		{"the latest is pinned", "POST", "/subjects/user/versions", nil, user("base", "-1"), 200, `{"id":2,"version":1,"guid":0,"schemaType":"AVRO","references":[{"name":"n.Base","subject":"base","version":1}],…`},
		{"unqualified is in the own context", "POST", "/contexts/.c/subjects/user/versions", nil, user("base", "1"), 200, `{"id":2,"version":1,…`},
		{"across contexts", "POST", "/contexts/.c/subjects/other/versions", nil, user(":.:base", "1"), 200, `{"id":3,"version":1,…`},
		{"referrers of two contexts", "GET", "/subjects/base/versions/1/referencedby", nil, "", 200, `[2,3]`},
		{"referrers in the context", "GET", "/contexts/.c/subjects/base/versions/latest/referencedby", nil, "", 200, `[2]`},
		{"qualified", "GET", "/contexts/.c/subjects/user/versions/1?referenceFormat=qualified", nil, "", 200, `{"subject":":.c:user","version":1,"id":2,"guid":0,"schemaType":"AVRO","references":[{"name":"n.Base","subject":":.c:base","version":1}],…`},
		{"resolved", "GET", "/subjects/user/versions/1/schema?format=resolved", nil, "", 200, `{"type":"record","name":"User","fields":[{"name":"b","type":{"type":"record","name":"Base","namespace":"n","fields":[]}}]}`},

		{"what is referred to stays", "DELETE", "/subjects/base", nil, "", 422, referenced},
		{"before it is said that it is live", "DELETE", "/subjects/base/versions/1?permanent=true", nil, "", 422, referenced},
		{"", "DELETE", "/subjects/user", nil, "", 200, `[1]`},
		{"", "DELETE", "/contexts/.c/subjects/other", nil, "", 200, `[1]`},
		{"deleted referrers let it go softly", "DELETE", "/subjects/base", nil, "", 200, `[1]`},
		{"but not for good", "DELETE", "/subjects/base?permanent=true", nil, "", 422, referenced},
		{"deleted referrers are not counted", "GET", "/subjects/base/versions/1/referencedby", nil, "", 200, `[]`},
		{"unless asked for", "GET", "/subjects/base/versions/1/referencedby?deleted=true", nil, "", 200, `[2,3]`},
		{"a new schema may not refer to it", "POST", "/subjects/new/versions", nil, user("base", "1"), 422, invalid},
		{"a stored one is still read", "GET", "/schemas/ids/2/schema?format=resolved", nil, "", 200, `{"type":"record","name":"User",…`},
		{"and looked up", "POST", "/subjects/user?deleted=true", nil, user("base", "1"), 200, `{"subject":"user","version":1,…`},

		{"it comes back as a new version", "POST", "/subjects/base/versions", nil, postBase, 200, `{"id":1,"version":2,…`},
		{"the old one is kept for those that refer to it", "GET", "/subjects/base/versions?deletedAsNegative=true", nil, "", 200, `[-1,2]`},
		{"another version is another reference", "POST", "/subjects/user/versions", nil, user("base", "2"), 200, `{"id":3,"version":2,…`},
		{"", "DELETE", "/subjects/user?permanent=true", nil, "", 404, `{"error_code":40405,…`},
		{"", "DELETE", "/subjects/user", nil, "", 200, `[2]`},
		{"", "DELETE", "/subjects/user?permanent=true", nil, "", 200, `[1,2]`},
		{"", "DELETE", "/contexts/.c/subjects/other?permanent=true", nil, "", 200, `[1]`},
		{"nothing holds it any more", "DELETE", "/subjects/base/versions/1?permanent=true", nil, "", 200, `1`},
		{"the last live one", "DELETE", "/subjects/base/versions/latest", nil, "", 200, `2`},
		{"no latest is left", "DELETE", "/subjects/base/versions/latest", nil, "", 404, `{"error_code":40402,"message":"Version -1 not found."}`},
	})
}

func TestImportStory(t *testing.T) {
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "PUT", "/mode/:.m:", nil, `{"mode":"IMPORT"}`, 200, `{"mode":"IMPORT"}`},
		{"any version", "POST", "/contexts/m/subjects/s/versions", nil, with(postX, `"id":7,"version":4`), 200, `{"id":7,"version":4,…`},
		{"an earlier one", "POST", "/contexts/m/subjects/s/versions", nil, with(postY, `"id":8,"version":2`), 200, `{"id":8,"version":2,…`},
		{"a second id for one content", "POST", "/contexts/m/subjects/s/versions", nil, with(postY, `"id":9,"version":2`), 200, `{"id":9,"version":2,…`},
		{"by the second id", "GET", "/contexts/m/schemas/ids/9", nil, "", 200, `{"subject":":.m:s","version":2,…`},
		{"by the first id", "GET", "/contexts/m/schemas/ids/8", nil, "", 200, `{"subject":":.m:s","version":2,…`},
		{"an id is one content", "POST", "/contexts/m/subjects/s/versions", nil, with(postX, `"id":9`), 422, forbidden},
		{"a version is one content", "POST", "/contexts/m/subjects/s/versions", nil, with(`{"schema":"\"int\""}`, `"id":11,"version":4`), 422, forbidden},
		{"without an id", "POST", "/contexts/m/subjects/t/versions", nil, postX, 422, forbidden},
		{"what is there needs none", "POST", "/contexts/m/subjects/s/versions", nil, postX, 200, `{"id":7,"version":4,…`},
		{"not parsed strictly", "POST", "/contexts/m/subjects/d/versions", nil, `{"id":12,"schema":"{\"type\":\"record\",\"name\":\"D\",\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":\"one\"}]}"}`, 200, `{"id":12,"version":1,…`},
		{"but parsed", "POST", "/contexts/m/subjects/d/versions", nil, `{"id":13,"schema":"{"}`, 422, invalid},
		{"entered once", "PUT", "/mode/:.m:", nil, `{"mode":"IMPORT"}`, 200, `{"mode":"IMPORT"}`},
		{"not over live subjects", "PUT", "/mode/:.m:s", nil, `{"mode":"IMPORT"}`, 422, forbidden},
		{"unless by force", "PUT", "/mode/:.m:s?force=true", nil, `{"mode":"IMPORT"}`, 200, `{"mode":"IMPORT"}`},
		{"leave", "DELETE", "/mode/:.m:?recursive=true", nil, "", 200, `{"mode":"IMPORT"}`},
		{"of all subjects too", "GET", "/mode/:.m:s", nil, "", 404, `{"error_code":40409,…`},
		{"ids go on above", "POST", "/contexts/m/subjects/t/versions", nil, `{"schema":"\"long\""}`, 200, `{"id":13,"version":1,…`},
		{"versions too", "POST", "/contexts/m/subjects/s/versions?force=true", nil, `{"schema":"\"long\""}`, 200, `{"id":13,"version":5,…`},
		{"the highest id", "GET", "/contexts/m/schemas/ids/7?fetchMaxId=true", nil, "", 200, `{"subject":":.m:s","version":4,"guid":0,"schemaType":"AVRO","schema":"{\"type\":\"record\",\"name\":\"X\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}","maxId":13,…`},
		{"an id out of mode", "POST", "/contexts/m/subjects/u/versions", nil, with(postX, `"id":7`), 422, forbidden},
		{"unless it is there", "POST", "/contexts/m/subjects/s/versions", nil, with(postX, `"id":7`), 200, `{"id":7,"version":4,…`},
		{"a context with subjects stays", "DELETE", "/contexts/m", nil, "", 422, `{"error_code":42211,…`},
	})
}

func TestCompletionStory(t *testing.T) {
	const rules = `"ruleSet":{"domainRules":[{"name":"dr","kind":"TRANSFORM","mode":"WRITE","type":"CEL","disabled":false}]},`
	completed := func(properties string) string {
		return `"guid":0,"schemaType":"AVRO","metadata":{"properties":{` + properties + `}},` + rules + `"schema":"{\"type\":\"record\",\"name\":\"X\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}"}`
	}
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "PUT", "/config/m", nil, `{"defaultMetadata":{"properties":{"d":"1"}},"overrideMetadata":{"properties":{"o":"1"}},"defaultRuleSet":{"domainRules":[{"name":"dr","type":"CEL","mode":"WRITE"}]}}`, 200, `{"defaultMetadata":…`},
		{"completed", "POST", "/subjects/m/versions", nil, postX, 200, `{"id":1,"version":1,` + completed(`"d":"1","o":"1"`)},
		{"again", "POST", "/subjects/m/versions", nil, postX, 200, `{"id":1,"version":1,…`},
		{"look up what was sent", "POST", "/subjects/m", nil, postX, 200, `{"subject":"m","version":1,"id":1,…`},
		{"look up what was made of it", "POST", "/subjects/m", nil, with(postX, `"metadata":{"properties":{"d":"1","o":"1"}}`), 200, `{"subject":"m","version":1,"id":1,…`},
		{"an override wins", "POST", "/subjects/m/versions", nil, with(postX, `"metadata":{"properties":{"o":"2","x":"y"}}`), 200, `{"id":2,"version":2,` + completed(`"d":"1","o":"1","x":"y"`)},
		{"a version of its own, with its number", "POST", "/subjects/m/versions", nil, with(postX, `"version":-1`), 200, `{"id":3,"version":3,` + completed(`"confluent:version":"3","d":"1","o":"1","x":"y"`)},
		{"numbers go on by themselves", "POST", "/subjects/m/versions", nil, postX, 200, `{"id":4,"version":4,…`},
		{"not the next version", "POST", "/subjects/m/versions", nil, with(postX, `"version":9`), 422, invalid},
		{"without a text, the last one's", "POST", "/subjects/m/versions", nil, `{"metadata":{"properties":{"z":"1"}}}`, 200, `{"id":5,"version":5,…`},
		{"what an old version says already", "POST", "/subjects/m/versions", nil, `{"metadata":{}}`, 200, `{"id":1,"version":1,…`},
		{"the newest with a property", "GET", "/subjects/m/metadata?key=d&value=1", nil, "", 200, `{"subject":"m","version":5,…`},
		{"with two properties", "GET", "/subjects/m/metadata?key=d&value=1&key=x&value=y", nil, "", 200, `{"subject":"m","version":4,…`},
		{"a key without a value", "GET", "/subjects/m/metadata?key=x", nil, "", 200, `{"subject":"m","version":5,…`},
		{"no such pair", "GET", "/subjects/m/metadata?key=x&value=1", nil, "", 404, noSchema},
		{"tags keep what defaults add", "POST", "/subjects/m/versions/1/tags", nil, `{"tagsToAdd":[{"schemaEntity":{"entityPath":"X.x","entityType":"sr_field"},"tags":["PII"]}],"rulesToRemove":["dr"]}`, 200, `{"id":6,"version":6,"guid":0,"schemaType":"AVRO","metadata":{"properties":{"confluent:version":"6","d":"1","o":"1"}},` + rules + `"schema":"…`},
		{"tags of the next version only", "POST", "/subjects/m/versions/latest/tags", nil, `{"newVersion":3}`, 422, invalid},
	})
}

func TestScopeStory(t *testing.T) {
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "PUT", "/mode/ro", nil, `{"mode":"READONLY"}`, 200, `{"mode":"READONLY"}`},
		{"text before mode", "POST", "/subjects/ro/versions", nil, `{"schema":"{"}`, 422, invalid},
		{"no text after mode", "POST", "/subjects/ro/versions", nil, `{"schema":""}`, 422, forbidden},
		{"blanks are no text", "POST", "/subjects/ro/versions", nil, `{"schema":" \n"}`, 422, forbidden},
		{"rules before mode", "POST", "/subjects/ro/versions", nil, with(postX, `"ruleSet":{"domainRules":[{"name":"x"}]}`), 422, `{"error_code":42210,…`},
		{"references before mode", "POST", "/subjects/ro/versions", nil, user("nobody", "1"), 422, invalid},
		{"level before mode", "PUT", "/config/ro", nil, `{"compatibility":"x"}`, 422, `{"error_code":42203,…`},
		{"settings in a mode", "PUT", "/config/ro", nil, `{}`, 422, forbidden},
		{"what is not set before mode", "DELETE", "/config/ro", nil, "", 404, notFound},
		{"modes in a mode", "PUT", "/mode/ro", nil, `{"mode":"bogus"}`, 422, `{"error_code":42204,…`},
		{"level before name", "PUT", "/config/__EMPTY", nil, `{"compatibility":"x"}`, 422, `{"error_code":42203,…`},
		{"name before mode", "PUT", "/mode/__EMPTY", nil, `{"mode":"bogus"}`, 422, `{"error_code":42208,…`},
		{"what no name can have is not set", "DELETE", "/mode/__EMPTY", nil, "", 404, notFound},

		{"below all", "PUT", "/config/:.__GLOBAL:", nil, `{"compatibility":"NONE"}`, 200, `{"compatibility":"NONE"}`},
		{"reaches every context", "GET", "/config/:.q:z?defaultToGlobal=true", nil, "", 200, `{"compatibilityLevel":"NONE"}`},
		{"the global one", "PUT", "/config", nil, `{"compatibility":"FULL"}`, 200, `{"compatibility":"FULL"}`},
		{"reaches the default context", "GET", "/config/z?defaultToGlobal=true", nil, "", 200, `{"compatibilityLevel":"FULL"}`},
		{"and no other", "GET", "/config/:.q:z?defaultToGlobal=true", nil, "", 200, `{"compatibilityLevel":"NONE"}`},
		{"settings without a level", "PUT", "/config/z", nil, `{"normalize":true}`, 200, `{"normalize":true}`},
		{"have the server's", "GET", "/config/z?defaultToGlobal=true", nil, "", 200, `{"normalize":true,"compatibilityLevel":"BACKWARD"}`},
		{"nothing is registered below all", "POST", "/contexts/__GLOBAL/subjects/x/versions", nil, postX, 422, `{"error_code":42208,…`},
		{"forward, below all", "PUT", "/mode/:.__GLOBAL:", nil, `{"mode":"FORWARD"}`, 200, `{"mode":"FORWARD"}`},
		{"takes what comes with an id", "POST", "/subjects/z/versions", nil, with(postX, `"id":77`), 200, `{"id":77,"version":1,…`},
		{"and nothing else", "POST", "/subjects/z/versions", nil, postY, 422, forbidden},
		{"", "DELETE", "/mode/:.__GLOBAL:", nil, "", 200, `{"mode":"FORWARD"}`},
		{"the global mode", "PUT", "/mode", nil, `{"mode":"READONLY"}`, 200, `{"mode":"READONLY"}`},
		{"stops the default context", "POST", "/subjects/z/versions", nil, postY, 422, forbidden},
		{"but not what is there", "POST", "/subjects/z/versions", nil, postX, 200, `{"id":77,"version":1,…`},
		{"nor another context", "POST", "/contexts/q/subjects/s/versions", nil, postY, 200, `{"id":1,…`},
		{"deletions stop", "DELETE", "/subjects/z/versions/1", nil, "", 422, forbidden},
		{"what is unknown is unknown first", "DELETE", "/subjects/z/versions/9", nil, "", 404, `{"error_code":40402,…`},
	})
}

func TestContextStory(t *testing.T) {
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"", "POST", "/subjects/r/versions", nil, postY, 200, `{"id":1,…`},
		{"", "POST", "/subjects/r/versions?force=true", nil, postBase, 200, `{"id":2,…`},
		{"", "PUT", "/mode/:.z:", nil, `{"mode":"readonly_override"}`, 200, `{"mode":"readonly_override"}`},
		{"a subject's own mode counts", "PUT", "/mode/:.z:a", nil, `{"mode":"READWRITE"}`, 200, `{"mode":"READWRITE"}`},
		{"so it takes schemas", "POST", "/contexts/z/subjects/a/versions", nil, postX, 200, `{"id":1,…`},
		{"and no other does", "POST", "/contexts/z/subjects/b/versions", nil, postX, 422, forbidden},
		{"all modes of the context go", "DELETE", "/contexts/z/mode?recursive=true", nil, "", 200, `{"mode":"READONLY_OVERRIDE"}`},
		{"the subject's too", "GET", "/mode/:.z:a", nil, "", 404, `{"error_code":40409,…`},
		{"once more there is none", "DELETE", "/contexts/z/mode?recursive=true", nil, "", 200, `{}`},
		{"", "POST", "/contexts/z/subjects/b/versions", nil, postX, 200, `{"id":1,…`},
		{"", "DELETE", "/subjects/:.z:a", nil, "", 200, `[1]`},
		{"soft-deleted subjects keep a context", "DELETE", "/contexts/z", nil, "", 422, `{"error_code":42211,…`},
		{"", "DELETE", "/subjects/:.z:a?permanent=true", nil, "", 200, `[1]`},
		{"", "DELETE", "/subjects/:.z:b", nil, "", 200, `[1]`},
		{"", "DELETE", "/subjects/:.z:b?permanent=true", nil, "", 200, `[1]`},
		{"an empty one goes", "DELETE", "/contexts/:.z:", nil, "", 204, ``},
		{"and is gone", "GET", "/contexts", nil, "", 200, `["."]`},
		{"its ids are not given again", "POST", "/contexts/z/subjects/b/versions", nil, postX, 200, `{"id":2,"version":1,…`},

		{"a name without context is looked for in all", "GET", "/subjects/b/versions/1", nil, "", 200, `{"subject":":.z:b",…`},
		{"its text too", "GET", "/subjects/b/versions/latest/schema", nil, "", 200, `{"type":"record","name":"X",…`},
		{"one of the default context too", "GET", "/subjects/:.:b/versions/1", nil, "", 200, `{"subject":":.z:b",…`},
		{"look-ups do the same", "POST", "/subjects/b", nil, postX, 200, `{"subject":":.z:b",…`},
		{"and referrers", "GET", "/subjects/b/versions/1/referencedby", nil, "", 200, `[]`},
		{"an id goes by the subject", "GET", "/schemas/ids/2?subject=b", nil, "", 200, `{"subject":":.z:b",…`},
		{"or else by the default context", "GET", "/schemas/ids/2?subject=c", nil, "", 200, `{"subject":"r",…`},
		{"lists do not", "GET", "/subjects/b/versions", nil, "", 404, notFound},
		{"nor metadata", "GET", "/subjects/b/metadata", nil, "", 404, notFound},
		{"nor checks", "POST", "/compatibility/subjects/b/versions/1", nil, postX, 404, `{"error_code":40402,…`},
		{"nor tags", "POST", "/subjects/b/versions/1/tags", nil, `{}`, 404, notFound},
		{"nor deletions", "DELETE", "/subjects/b/versions/1", nil, "", 404, notFound},
		{"another context is not left", "GET", "/contexts/.y/subjects/b/versions/1", nil, "", 404, `{"error_code":40401,"message":"Subject ':.y:b' not found."}`},
	})
}

func TestValidationStory(t *testing.T) {
	const bad = `{"schema":"{\"type\":\"record\",\"name\":\"D\",\"fields\":[{\"name\":\"x\",\"type\":\"int\",\"default\":\"one\"}]}"}`
	runAll(t, hidden{newHandler(t, nil)}, []exchange{
		{"strict as a rule", "POST", "/subjects/v/versions", nil, bad, 422, invalid},
		{"", "PUT", "/config", nil, `{"validateNewSchemas":false}`, 200, `{"validateNewSchemas":false}`},
		{"not when it is switched off", "POST", "/subjects/v/versions", nil, bad, 200, `{"id":1,…`},
		{"but in the default context only", "POST", "/subjects/:.k:v/versions", nil, bad, 422, invalid},
		{"where another context says nothing itself", "PUT", "/config/:.k:v", nil, `{"normalize":true}`, 200, `{"normalize":true}`},
		{"the switch reaches it", "POST", "/subjects/:.k:v/versions", nil, bad, 200, `{"id":1,…`},
		{"", "DELETE", "/config", nil, "", 200, `{"validateNewSchemas":false,"compatibilityLevel":"BACKWARD"}`},
		{"what is there stays", "POST", "/subjects/v/versions", nil, bad, 200, `{"id":1,"version":1,…`},
		{"and is found", "POST", "/subjects/v", nil, bad, 200, `{"subject":"v","version":1,…`},
		{"a check is strict again", "POST", "/compatibility/subjects/v/versions/latest", nil, bad, 422, invalid},

		{"", "PUT", "/config/r", nil, `{"validateFields":true,"compatibility":"NONE"}`, 200, `{"validateFields":true,"compatibility":"NONE"}`},
		{"names are reserved", "POST", "/subjects/r/versions", nil, with(postX, `"metadata":{"properties":{"confluent:reserved":"y, z"}}`), 200, `{"id":2,…`},
		{"and not used, whatever the level", "POST", "/subjects/r/versions", nil, postY, 409, `{"error_code":40901,…`},
		{"nor freed", "POST", "/subjects/r/versions", nil, with(postBase, `"metadata":{"properties":{"confluent:reserved":"y"}}`), 409, `{"error_code":40901,…`},
		{"a check says so", "POST", "/compatibility/subjects/r/versions/latest", nil, postY, 200, `{"is_compatible":false}`},
		{"other names are free", "POST", "/compatibility/subjects/r/versions/latest", nil, postBase, 200, `{"is_compatible":true}`},

		{"another type", "POST", "/subjects/v/versions", nil, `{"schema":"{\"type\":\"object\"}","schemaType":"JSON"}`, 409, `{"error_code":40901,…`},
		{"", "PUT", "/config/v", nil, `{"compatibility":"NONE"}`, 200, `{"compatibility":"NONE"}`},
		{"may follow where nothing is compared", "POST", "/subjects/v/versions", nil, `{"schema":"{\"type\":\"object\"}","schemaType":"JSON"}`, 200, `{"id":3,"version":2,…`},
		{"without a text the type comes along", "POST", "/subjects/v/versions", nil, `{"schemaType":"AVRO"}`, 200, `{"id":3,"version":2,"guid":0,"schemaType":"JSON",…`},
	})
}
