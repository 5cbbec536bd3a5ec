package problem

import (
	"net/http"

	"github.com/concord-registry/concord/server/fault"
)

// Row is what the dialect makes of a reason.
type Row struct {
	Reason fault.Reason
	// Code is `error_code`: five digits of which the first three are the HTTP status, or that status alone where the
	// reference has no finer number; 0 for a reason that never reaches this dialect.
	Code int
	// Sentence is `message`. `$name` stands for the fact of that name, `$subject` for the qualified name of the subject and
	// `$context` for the context that its domain is. Empty for what the error itself says.
	Sentence string
}

// none stands for a code where the dialect has no operation that could fail for the reason.
const none = 0

// Table has a row for every reason. A code, once given to a reason, stays.
var Table = []Row{
	{fault.KMSDenied, 40370, "Could not use the key '$kek' for '$what': $detail"},
	{fault.SubjectNotFound, 40401, "Subject '$subject' not found."},
	{fault.VersionNotFound, 40402, "Version $version not found."},
	{fault.SchemaNotFound, 40403, "Schema $schema not found"},
	{fault.ContentNotFound, 40403, "Schema not found"},
	{fault.SubjectDeleted, 40404, "Subject '$subject' was soft deleted. Set permanent=true to delete permanently"},
	{fault.SubjectNotDeleted, 40405, "Subject '$subject' was not deleted first before being permanently deleted"},
	{fault.VersionDeleted, 40406, "Subject '$subject' Version $version was soft deleted. Set permanent=true to delete permanently"},
	{fault.VersionNotDeleted, 40407, "Subject '$subject' Version $version was not deleted first before being permanently deleted"},
	{fault.SettingsNotSet, 40408, "Subject '$subject' does not have subject-level compatibility configured"},
	{fault.ModeNotSet, 40409, "Subject '$subject' does not have subject-level mode configured"},
	{fault.AssociationNotFound, 40410, "Association for '$resource' not found."},
	{fault.KekNotFound, 40470, "Key '$kek' not found"},
	{fault.DekNotFound, 40470, "Key '$subject' not found"},
	{fault.KekNotDeleted, 40471, "Key '$kek' was not deleted first before being permanently deleted"},
	{fault.DekNotDeleted, 40471, "Key '$subject' was not deleted first before being permanently deleted"},
	{fault.KekDeleted, 40472, "Key '$kek' must be undeleted first"},

	{fault.SchemaIncompatible, 40901, `Schema being registered is incompatible with an earlier schema for subject "$subject", details: [$detail]`},
	{fault.AssociationExists, 40903, "An association of type '$type' already exists for resource '$resource'"},
	{fault.SubjectAssociated, 40904, "An association already exists for subject '$subject'"},
	{fault.SubjectOwned, 40905, "A strong association already exists for subject '$subject'"},
	{fault.SubjectWithoutVersion, 40907, "No active (non-deleted) version exists for subject '$subject'"},
	{fault.LastVersion, 40907, "No active (non-deleted) version would exist for subject '$subject', which has an association; delete the association first"},
	{fault.AssociationFrozen, 40908, "The association of type  '$type' is frozen for subject '$subject'"}, // two blanks, as the reference has it
	{fault.KekExists, 40971, "Key '$kek' already exists"},
	{fault.DekExists, 40971, "Key '$subject' already exists"},
	{fault.KeysExhausted, 40972, "The registry holds $limit keys and takes no more; delete permanently those that no data need"},

	{fault.SchemaEmpty, 42201, "Empty schema"},
	{fault.SchemaTypeUnknown, 42201, "Invalid schema type $type"},
	{fault.SchemaInvalid, 42201, "Invalid schema of type $type, details: $detail"},
	{fault.SchemaTooComplex, 42201, ""},
	{fault.ReferenceInvalid, 42201, "Invalid reference: $detail"},
	{fault.ReferenceNotFound, 42201, `No schema reference found for subject "$reference" and version $version`},
	{fault.ExpectedVersion, 42201, "Version is not one more than previous version"},
	{fault.VersionInvalid, 42202, `The specified version '$version' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`},
	{fault.LevelUnknown, 42203, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"},
	{fault.JudgeUnknown, 42203, ""},
	{fault.JudgeUnfit, 42203, ""},
	{fault.ModeUnknown, 42204, "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."},
	{fault.ModeMisplaced, 42204, "Forward mode only supported on global level"},
	{fault.ModeForbids, 42205, "Subject $subject in context $context is $state"},
	{fault.ModesFixed, 42205, "Mode changes are not allowed"},
	{fault.NotEmpty, 42205, "Cannot import since found existing subjects"},
	{fault.DefaultDomain, 42205, "The default context cannot be deleted"},
	{fault.IDTaken, 42205, "Overwrite new schema with id $id in context $context is not permitted."},
	{fault.IDsExhausted, 42205, "context $context has given its highest id; register in another context"},
	{fault.VersionTaken, 42205, "Version $version of subject $subject says something else; delete it permanently or import another version"},
	{fault.VersionsExhausted, 42205, "Subject $subject has given its highest version; register under another subject"},
	{fault.ReferenceOwned, 42205, "Subject $subject has a strong association and cannot be referred to; register the schema under a subject of its own"},
	{fault.Referenced, 42206, "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=$subject,version=$version}."},
	{fault.NameInvalid, 42208, "The specified subject '$subject' is not a valid."},
	{fault.SchemaTooLarge, 42209, "The schema is too large: $detail"},
	{fault.RulesInvalid, 42210, "Invalid rule set: $detail"},
	{fault.DomainNotEmpty, 42211, "The specified context '$subject' is not empty."},
	{fault.AssociationInvalid, 42212, "The association specified an invalid value for property: '$property', detail: $detail"},
	{fault.KeyInvalid, 42271, "Invalid or missing value for field '$field' of key"},
	{fault.KekNotEmpty, 42272, "One or more references exist to the key '$kek'"},
	{fault.PolicyRefused, 42290, "Policy violation $detail"},
	{fault.ReviewRequired, 42291, "Policy review needed $detail"},
	{fault.KMSFailed, 50070, "Could not use the key '$kek' for '$what': $detail"},

	{fault.BodyUnreadable, http.StatusBadRequest, ""},
	{fault.FieldInvalid, http.StatusUnprocessableEntity, ""},
	{fault.CredentialsMissing, http.StatusUnauthorized, ""},
	{fault.CredentialsWrong, http.StatusUnauthorized, ""},
	{fault.CredentialsExpired, http.StatusUnauthorized, ""},
	{fault.ActionDenied, http.StatusForbidden, ""},
	{fault.KekChanged, http.StatusConflict, "Key '$kek' was changed in the meantime; send the request again"},
	{fault.PlanStale, http.StatusConflict, ""},
	{fault.RequestTooLarge, http.StatusRequestEntityTooLarge, ""},
	{fault.ChangeTooLarge, http.StatusRequestEntityTooLarge, ""},
	{fault.ContentType, http.StatusUnsupportedMediaType, ""},
	{fault.RateLimited, http.StatusTooManyRequests, ""},
	{fault.QuotaExceeded, http.StatusTooManyRequests, ""},
	{fault.Busy, http.StatusTooManyRequests, ""},
	{fault.InternalError, http.StatusInternalServerError, ""},
	{fault.PolicyUndecided, http.StatusServiceUnavailable, "A policy could not be asked: $detail"},
	{fault.StorageAway, http.StatusServiceUnavailable, ""},
	{fault.NotLoaded, http.StatusServiceUnavailable, ""},
	{fault.Draining, http.StatusServiceUnavailable, ""},
	{fault.Cancelled, http.StatusServiceUnavailable, ""},
	{fault.RequestEnded, http.StatusServiceUnavailable, ""},
	{fault.OutcomeUnknown, http.StatusServiceUnavailable, ""},
	{fault.Deadline, http.StatusGatewayTimeout, "the registry did not answer in time; the same request may succeed later"},

	{fault.DomainNotFound, none, ""},
	{fault.DomainExists, none, ""},
	{fault.EntryNotFound, none, ""},
	{fault.DecisionNotFound, none, ""},
	{fault.RuleNotFound, none, ""},
	{fault.MethodUnknown, none, ""},
	{fault.FilterInvalid, none, ""},
	{fault.PageTokenInvalid, none, ""},
	{fault.IdempotencyKeyReused, http.StatusUnprocessableEntity, ""},
	{fault.ETagMismatch, none, ""},
	{fault.LogTruncated, none, ""},
	{fault.EpochChanged, http.StatusGone, ""},
	{fault.ReplicaBehind, http.StatusServiceUnavailable, ""},
}

// RowOf is the row of a reason; ok is false for one that has none.
func RowOf(r fault.Reason) (row Row, ok bool) {
	for _, row := range Table {
		if row.Reason == r {
			return row, true
		}
	}
	return Row{}, false
}

// CodeOf is the code of a reason, 0 for one that never reaches this dialect.
func CodeOf(r fault.Reason) int {
	row, _ := RowOf(r)
	return row.Code
}

// ReasonsOf lists the reasons of a code, in the order of the table.
func ReasonsOf(code int) []fault.Reason {
	var all []fault.Reason
	for _, row := range Table {
		if row.Code == code {
			all = append(all, row.Reason)
		}
	}
	return all
}

// statusOf is the HTTP status of a code.
func statusOf(code int) int {
	if code >= 10000 {
		return code / 100
	}
	return code
}
