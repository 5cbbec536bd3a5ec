package store

// Action is what a caller does: the word that permissions are given for, that the log says, and that policies may ask for.
// It is a noun and a verb. Actions cross the wire and stand in the log: none is ever renamed.
type Action string

// The actions. [Actions] says a sentence on each.
const (
	DomainList   Action = "domain.list"
	DomainRead   Action = "domain.read"
	DomainCreate Action = "domain.create"
	DomainUpdate Action = "domain.update"
	DomainDelete Action = "domain.delete"

	SubjectList     Action = "subject.list"
	SubjectRead     Action = "subject.read"
	SubjectDelete   Action = "subject.delete"
	SubjectPurge    Action = "subject.purge"
	SubjectUndelete Action = "subject.undelete"

	VersionList       Action = "version.list"
	VersionRead       Action = "version.read"
	VersionRegister   Action = "version.register"
	VersionImport     Action = "version.import"
	VersionForce      Action = "version.force"
	VersionCheck      Action = "version.check"
	VersionLookUp     Action = "version.lookup"
	VersionDelete     Action = "version.delete"
	VersionPurge      Action = "version.purge"
	VersionUndelete   Action = "version.undelete"
	VersionDependents Action = "version.dependents"

	SchemaRead Action = "schema.read"
	SchemaList Action = "schema.list"
	SchemaDiff Action = "schema.diff"

	SettingsRead   Action = "settings.read"
	SettingsList   Action = "settings.list"
	SettingsUpdate Action = "settings.update"
	SettingsUnset  Action = "settings.unset"

	ModeRead   Action = "mode.read"
	ModeUpdate Action = "mode.update"
	ModeImport Action = "mode.import"
	ModeUnset  Action = "mode.unset"

	ChangesPlan  Action = "changes.plan"
	ChangesApply Action = "changes.apply"

	RuleRead       Action = "rule.read"
	LogRead        Action = "log.read"
	LogWatch       Action = "log.watch"
	PolicyRead     Action = "policy.read"
	PolicyActivate Action = "policy.activate"
	DecisionRead   Action = "decision.read"

	KeksList    Action = "kek.list"
	KekRead     Action = "kek.read"
	KekCreate   Action = "kek.create"
	KekUpdate   Action = "kek.update"
	KekDelete   Action = "kek.delete"
	KekPurge    Action = "kek.purge"
	KekUndelete Action = "kek.undelete"
	KekTest     Action = "kek.test"

	DeksList    Action = "dek.list"
	DekRead     Action = "dek.read"
	DekCreate   Action = "dek.create"
	DekDelete   Action = "dek.delete"
	DekPurge    Action = "dek.purge"
	DekUndelete Action = "dek.undelete"

	AssociationRead   Action = "association.read"
	AssociationCreate Action = "association.create"
	AssociationUpdate Action = "association.update"
	AssociationDelete Action = "association.delete"

	RegistryRestore Action = "registry.restore"

	AccessSelf    Action = "access.self"
	AccessActions Action = "access.actions"
	StatusRead    Action = "status.read"
)

// ActionRow says what an action is.
type ActionRow struct {
	Action Action
	// Writes is set for an action that changes the registry; such actions stand in the log.
	Writes bool
	// Does completes the sentence "whoever may do this …".
	Does string
}

// Actions lists every action once, in the order in which documents show them.
var Actions = []ActionRow{
	{DomainList, false, "sees which domains there are"},
	{DomainRead, false, "sees a domain's owner, description and contacts"},
	{DomainCreate, true, "makes a domain"},
	{DomainUpdate, true, "changes a domain's owner, description and contacts"},
	{DomainDelete, true, "removes an empty domain"},
	{SubjectList, false, "sees the names of a domain's subjects"},
	{SubjectRead, false, "sees what is known of a subject besides its schemas"},
	{SubjectDelete, true, "soft-deletes a subject's versions"},
	{SubjectPurge, true, "removes a soft-deleted subject for good"},
	{SubjectUndelete, true, "brings a soft-deleted subject back"},
	{VersionList, false, "sees the numbers of a subject's versions"},
	{VersionRead, false, "reads a version and its schema"},
	{VersionRegister, true, "registers a new version"},
	{VersionImport, true, "registers a version as another registry had it, with its id and number"},
	{VersionForce, true, "registers a new version whatever compatibility says"},
	{VersionCheck, false, "asks whether a schema could be registered"},
	{VersionLookUp, false, "finds the version that says what a schema says"},
	{VersionDelete, true, "soft-deletes a version"},
	{VersionPurge, true, "removes a soft-deleted version for good"},
	{VersionUndelete, true, "brings a soft-deleted version back"},
	{VersionDependents, false, "sees who refers to a version, and what a draft would do to them"},
	{SchemaRead, false, "reads a schema by its id or GUID"},
	{SchemaList, false, "walks the schemas of many subjects"},
	{SchemaDiff, false, "compares two schemas"},
	{SettingsRead, false, "sees the settings of a scope"},
	{SettingsList, false, "sees which scopes have settings of their own"},
	{SettingsUpdate, true, "changes the settings of a scope"},
	{SettingsUnset, true, "removes the settings of a scope"},
	{ModeRead, false, "sees the mode of a scope"},
	{ModeUpdate, true, "changes the mode of a scope"},
	{ModeImport, true, "lets a scope take schemas as they come, with ids and numbers of their own"},
	{ModeUnset, true, "removes the mode of a scope"},
	{ChangesPlan, false, "asks what a set of changes would do"},
	{ChangesApply, true, "lands a set of changes; each change needs its own action too"},
	{RuleRead, false, "reads the rules of compatibility"},
	{LogRead, false, "reads the log"},
	{LogWatch, false, "follows the log"},
	{PolicyRead, false, "sees which policies are active"},
	{PolicyActivate, true, "makes a revision of the policies the active one"},
	{DecisionRead, false, "reads why a schema was accepted"},
	{KeksList, false, "sees the names of key encryption keys"},
	{KekRead, false, "reads where a key encryption key lies, without what is secret of it"},
	{KekCreate, true, "makes a key encryption key known"},
	{KekUpdate, true, "changes what is known of a key encryption key"},
	{KekDelete, true, "soft-deletes a key encryption key"},
	{KekPurge, true, "removes a soft-deleted key encryption key for good"},
	{KekUndelete, true, "brings a soft-deleted key encryption key back"},
	{KekTest, false, "has a key management service try a key encryption key"},
	{DeksList, false, "sees which data encryption keys a key encryption key has"},
	{DekRead, false, "reads a data encryption key, in the clear where its key encryption key is shared"},
	{DekCreate, true, "makes a data encryption key"},
	{DekDelete, true, "soft-deletes data encryption keys"},
	{DekPurge, true, "removes soft-deleted data encryption keys for good"},
	{DekUndelete, true, "brings soft-deleted data encryption keys back"},
	{AssociationRead, false, "reads the associations of a resource or a subject"},
	{AssociationCreate, true, "associates a resource with a subject"},
	{AssociationUpdate, true, "changes an association"},
	{AssociationDelete, true, "removes an association"},
	{RegistryRestore, true, "tells a store that an older state was put back"},
	{AccessSelf, false, "sees who the server takes them for"},
	{AccessActions, false, "sees which actions there are"},
	{StatusRead, false, "sees how the server is"},
}
