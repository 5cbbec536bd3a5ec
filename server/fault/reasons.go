package fault

// Subjects, versions and schemas that are not there, or are there in another state.
const (
	DomainNotFound    Reason = "DOMAIN_NOT_FOUND"
	DomainExists      Reason = "DOMAIN_EXISTS"
	SubjectNotFound   Reason = "SUBJECT_NOT_FOUND"
	VersionNotFound   Reason = "VERSION_NOT_FOUND"
	SchemaNotFound    Reason = "SCHEMA_NOT_FOUND"
	ContentNotFound   Reason = "CONTENT_NOT_FOUND"
	EntryNotFound     Reason = "ENTRY_NOT_FOUND"
	DecisionNotFound  Reason = "DECISION_NOT_FOUND"
	RuleNotFound      Reason = "RULE_NOT_FOUND"
	SettingsNotSet    Reason = "SETTINGS_NOT_SET"
	ModeNotSet        Reason = "MODE_NOT_SET"
	SubjectDeleted    Reason = "SUBJECT_DELETED"
	SubjectNotDeleted Reason = "SUBJECT_NOT_DELETED"
	VersionDeleted    Reason = "VERSION_DELETED"
	VersionNotDeleted Reason = "VERSION_NOT_DELETED"
	Referenced        Reason = "REFERENCED"
	DomainNotEmpty    Reason = "DOMAIN_NOT_EMPTY"
	DefaultDomain     Reason = "DEFAULT_DOMAIN"
)

// Modes, ids and version numbers that are in the way.
const (
	ModeForbids       Reason = "MODE_FORBIDS"
	ModesFixed        Reason = "MODES_FIXED"
	NotEmpty          Reason = "NOT_EMPTY"
	IDTaken           Reason = "ID_TAKEN"
	IDsExhausted      Reason = "IDS_EXHAUSTED"
	VersionTaken      Reason = "VERSION_TAKEN"
	VersionsExhausted Reason = "VERSIONS_EXHAUSTED"
	ExpectedVersion   Reason = "EXPECTED_VERSION"
)

// What a request says wrongly.
const (
	NameInvalid          Reason = "NAME_INVALID"
	VersionInvalid       Reason = "VERSION_INVALID"
	LevelUnknown         Reason = "LEVEL_UNKNOWN"
	JudgeUnknown         Reason = "JUDGE_UNKNOWN"
	JudgeUnfit           Reason = "JUDGE_UNFIT"
	ModeUnknown          Reason = "MODE_UNKNOWN"
	ModeMisplaced        Reason = "MODE_MISPLACED"
	RulesInvalid         Reason = "RULES_INVALID"
	FieldInvalid         Reason = "FIELD_INVALID"
	BodyUnreadable       Reason = "BODY_UNREADABLE"
	ContentType          Reason = "CONTENT_TYPE"
	FilterInvalid        Reason = "FILTER_INVALID"
	PageTokenInvalid     Reason = "PAGE_TOKEN_INVALID"
	IdempotencyKeyReused Reason = "IDEMPOTENCY_KEY_REUSED"
	MethodUnknown        Reason = "METHOD_UNKNOWN"
)

// Schemas that are refused.
const (
	SchemaEmpty        Reason = "SCHEMA_EMPTY"
	SchemaTypeUnknown  Reason = "SCHEMA_TYPE_UNKNOWN"
	SchemaInvalid      Reason = "SCHEMA_INVALID"
	SchemaTooLarge     Reason = "SCHEMA_TOO_LARGE"
	SchemaTooComplex   Reason = "SCHEMA_TOO_COMPLEX"
	ReferenceInvalid   Reason = "REFERENCE_INVALID"
	ReferenceNotFound  Reason = "REFERENCE_NOT_FOUND"
	ReferenceOwned     Reason = "REFERENCE_OWNED"
	SchemaIncompatible Reason = "SCHEMA_INCOMPATIBLE"
	PolicyRefused      Reason = "POLICY_REFUSED"
	ReviewRequired     Reason = "REVIEW_REQUIRED"
	PolicyUndecided    Reason = "POLICY_UNDECIDED"
)

// Resources and the subjects that they are associated with.
const (
	AssociationInvalid    Reason = "ASSOCIATION_INVALID"
	AssociationNotFound   Reason = "ASSOCIATION_NOT_FOUND"
	AssociationExists     Reason = "ASSOCIATION_EXISTS"
	AssociationFrozen     Reason = "ASSOCIATION_FROZEN"
	SubjectAssociated     Reason = "SUBJECT_ASSOCIATED"
	SubjectOwned          Reason = "SUBJECT_OWNED"
	SubjectWithoutVersion Reason = "SUBJECT_WITHOUT_VERSION"
	LastVersion           Reason = "LAST_VERSION"
)

// Encryption keys.
const (
	KekNotFound   Reason = "KEK_NOT_FOUND"
	KekDeleted    Reason = "KEK_DELETED"
	KekNotDeleted Reason = "KEK_NOT_DELETED"
	KekExists     Reason = "KEK_EXISTS"
	KekNotEmpty   Reason = "KEK_NOT_EMPTY"
	KekChanged    Reason = "KEK_CHANGED"
	DekNotFound   Reason = "DEK_NOT_FOUND"
	DekNotDeleted Reason = "DEK_NOT_DELETED"
	DekExists     Reason = "DEK_EXISTS"
	KeyInvalid    Reason = "KEY_INVALID"
	KeysExhausted Reason = "KEYS_EXHAUSTED"
	KMSDenied     Reason = "KMS_DENIED"
	KMSFailed     Reason = "KMS_FAILED"
)

// Who asks, and how much.
const (
	CredentialsMissing Reason = "CREDENTIALS_MISSING"
	CredentialsWrong   Reason = "CREDENTIALS_WRONG"
	CredentialsExpired Reason = "CREDENTIALS_EXPIRED"
	ActionDenied       Reason = "ACTION_DENIED"
	RequestTooLarge    Reason = "REQUEST_TOO_LARGE"
	ChangeTooLarge     Reason = "CHANGE_TOO_LARGE"
	RateLimited        Reason = "RATE_LIMITED"
	QuotaExceeded      Reason = "QUOTA_EXCEEDED"
	Busy               Reason = "BUSY"
)

// Time and storage.
const (
	PlanStale      Reason = "PLAN_STALE"
	ETagMismatch   Reason = "ETAG_MISMATCH"
	LogTruncated   Reason = "LOG_TRUNCATED"
	EpochChanged   Reason = "EPOCH_CHANGED"
	StorageAway    Reason = "STORAGE_AWAY"
	NotLoaded      Reason = "NOT_LOADED"
	ReplicaBehind  Reason = "REPLICA_BEHIND"
	Draining       Reason = "DRAINING"
	RequestEnded   Reason = "REQUEST_ENDED"
	OutcomeUnknown Reason = "OUTCOME_UNKNOWN"
	Cancelled      Reason = "CANCELLED"
	Deadline       Reason = "DEADLINE"
	InternalError  Reason = "INTERNAL"
)
