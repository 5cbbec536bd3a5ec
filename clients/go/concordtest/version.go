package concordtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// numbered finds a version of a subject that the path names, which may be soft-deleted if deleted ones will do.
func (s *Server) numbered(r request, deleted bool) (*subject, *concord.Version, *failure) {
	found, f := s.find(r.domain, r.subject, deleted)
	if f != nil {
		return nil, nil, f
	}
	if r.last == "latest" && found.latest() != nil {
		return found, found.latest(), nil
	}
	for i, v := range found.versions {
		if strconv.Itoa(v.Version) == r.last && (deleted || v.DeleteTime.IsZero()) {
			return found, &found.versions[i], nil
		}
	}
	return nil, nil, missing("VERSION_NOT_FOUND", "there is no version %s of subject %s", r.last, r.subject)
}

func (s *Server) getVersion(r request) (any, *failure) {
	_, v, f := s.numbered(r, r.flag("showDeleted"))
	if f != nil {
		return nil, f
	}
	return map[string]any{"version": v}, nil
}

// basic is a version without what it says.
func basic(v concord.Version) concord.Version {
	v.Schema = nil
	return v
}

func (s *Server) listVersions(r request) (any, *failure) {
	if r.query.Get("filter") != "" {
		return nil, invalid("FILTER_INVALID", "concordtest filters no versions")
	}
	found, f := s.find(r.domain, r.subject, r.flag("showDeleted"))
	if f != nil {
		return nil, f
	}
	list := []concord.Version{}
	for _, v := range found.versions {
		if v.DeleteTime.IsZero() || r.flag("showDeleted") {
			if r.query.Get("view") != string(concord.ViewFull) {
				v = basic(v)
			}
			list = append(list, v)
		}
	}
	return map[string]any{"versions": list, "nextPageToken": ""}, nil
}

func (s *Server) deleteVersion(r request) (any, *failure) {
	permanent := r.flag("permanent")
	found, v, f := s.numbered(r, permanent)
	if f != nil {
		return nil, f
	}
	if permanent && v.DeleteTime.IsZero() {
		return nil, conflict("VERSION_NOT_DELETED", "version %d of subject %s is live: delete it softly first", v.Version, r.subject)
	}
	deleted := concord.DeletedVersion{Name: v.Name, Version: v.Version}
	v.DeleteTime = now()
	if permanent {
		found.versions = slices.DeleteFunc(found.versions, func(other concord.Version) bool { return other.Version == deleted.Version })
	}
	s.seq++
	return deleted, nil
}

func (s *Server) undeleteVersion(r request) (any, *failure) {
	_, v, f := s.numbered(r, true)
	if f != nil {
		return nil, f
	}
	v.DeleteTime = time.Time{}
	s.seq++
	return map[string]any{"version": basic(*v)}, nil
}

// same is a live version of a subject that says what a schema says; nil when there is none.
func (s *Server) same(domain, name string, schema concord.Schema, deleted bool) *concord.Version {
	found, f := s.find(domain, name, deleted)
	if f != nil {
		return nil
	}
	guid := guidOf(schema)
	for i, v := range found.versions {
		if v.GUID == guid && (deleted || v.DeleteTime.IsZero()) {
			return &found.versions[i]
		}
	}
	return nil
}

// draft is what a registration would make, and the verdict about it: the version that is there already, or the next one,
// or none when it is refused.
func (s *Server) draft(r request, g concord.Registration) (v concord.Version, created bool, verdict concord.Verdict) {
	verdict = s.verdict(r)
	if there := s.same(r.domain, r.subject, g.Schema, false); there != nil {
		return *there, false, verdict
	}
	if findings := s.refusals[r.subject]; len(findings) > 0 {
		verdict.Outcome, verdict.Findings = concord.OutcomeRefused, findings
		return v, false, verdict
	}
	number := 1
	if d := s.domains[r.domain]; d != nil && d.subjects[r.subject] != nil {
		for _, other := range d.subjects[r.subject].versions {
			number = max(number, other.Version+1)
		}
	}
	schema := g.Schema
	schema.Type, schema.GUID = cmp.Or(schema.Type, concord.Avro), guidOf(schema)
	schema.Name = "schemas/" + string(schema.GUID)
	return concord.Version{
		Name: fmt.Sprintf("%s/versions/%d", nameOf(r.domain, r.subject), number), Domain: r.domain, Subject: r.subject, Version: number,
		GUID: schema.GUID, Type: schema.Type, Entry: fmt.Sprintf("log/entries/%d", s.seq+1), Schema: &schema,
	}, true, verdict
}

// verdict is one that accepts.
func (s *Server) verdict(r request) concord.Verdict {
	effective := s.effective(r)
	return concord.Verdict{
		Outcome: concord.OutcomeAccepted, Resource: nameOf(r.domain, r.subject), Level: effective.Level, Judge: effective.Judge, Policy: effective.Policy,
		ComparedWith: []string{}, Findings: []concord.Finding{},
	}
}

// registration reads the body of a registration or a check.
func (r request) registration() (g concord.Registration, f *failure) {
	f = r.decode(&g)
	switch {
	case f != nil:
		return g, f
	case r.subject == "." || r.subject == "..":
		return g, invalid("NAME_INVALID", "%q cannot name a subject", r.subject)
	case g.Schema.Text == "":
		return g, invalid("FIELD_INVALID", "schema.text: there is no text")
	}
	return g, nil
}

func (s *Server) registerVersion(r request) (any, *failure) {
	g, f := r.registration()
	if f != nil {
		return nil, f
	}
	v, created, verdict := s.draft(r, g)
	switch {
	case verdict.Outcome == concord.OutcomeRefused:
		return nil, refused(r.subject, verdict)
	case !created:
		return concord.Registered{Version: basic(v), Verdict: verdict}, nil
	case g.ExpectedVersion != 0 && g.ExpectedVersion != v.Version:
		return nil, conflict("EXPECTED_VERSION", "the next version of subject %s is %d, not %d", r.subject, v.Version, g.ExpectedVersion)
	}
	v.ID, v.CreateTime = s.id(*v.Schema), now()
	found := s.domain(r.domain).subject(r.subject)
	found.versions = append(found.versions, v)
	s.seq++
	return concord.Registered{Version: basic(v), Created: true, Verdict: verdict}, nil
}

func refused(subject string, v concord.Verdict) *failure {
	reason := "POLICY_REFUSED"
	if v.Findings[0].Source == concord.SourceCompatibility {
		reason = "SCHEMA_INCOMPATIBLE"
	}
	plural := "findings refuse"
	if len(v.Findings) == 1 {
		plural = "finding refuses"
	}
	return &failure{
		http: http.StatusUnprocessableEntity, code: failedPrecondition, reason: reason,
		message: fmt.Sprintf("%s: %d %s the schema", subject, len(v.Findings), plural), verdict: &v,
	}
}

func (s *Server) checkVersion(r request) (any, *failure) {
	g, f := r.registration()
	if f != nil {
		return nil, f
	}
	v, created, verdict := s.draft(r, g)
	checked := concord.Checked{Verdict: verdict, Created: created}
	if verdict.Outcome != concord.OutcomeRefused {
		v = basic(v)
		checked.Version = &v
	}
	return checked, nil
}

func (s *Server) lookUpVersion(r request) (any, *failure) {
	var asked struct {
		Schema      concord.Schema
		Normalize   bool
		ShowDeleted bool
	}
	if f := r.decode(&asked); f != nil {
		return nil, f
	}
	if _, f := s.find(r.domain, r.subject, asked.ShowDeleted); f != nil {
		return nil, f
	}
	v := s.same(r.domain, r.subject, asked.Schema, asked.ShowDeleted)
	if v == nil {
		return nil, missing("CONTENT_NOT_FOUND", "subject %s has no version that says this", r.subject)
	}
	return concord.LookedUp{Version: basic(*v), Exact: true}, nil
}

// id is the id of a content, the same in all domains.
func (s *Server) id(schema concord.Schema) int {
	for i, known := range s.contents {
		if known.GUID == schema.GUID {
			return i + 1
		}
	}
	s.contents = append(s.contents, schema)
	return len(s.contents)
}

// guidOf is the same for the same content, as long as it is spelled the same.
func guidOf(schema concord.Schema) concord.GUID {
	schema.Name, schema.GUID, schema.Type = "", "", cmp.Or(schema.Type, concord.Avro)
	text, err := json.Marshal(schema)
	if err != nil {
		panic(err) // nothing in it that JSON cannot say
	}
	g := sha256.Sum256(text)
	return concord.GUID(fmt.Sprintf("%x-%x-%x-%x-%x", g[:4], g[4:6], g[6:8], g[8:10], g[10:16]))
}

func (s *Server) getSchema(r request) (any, *failure) {
	for _, schema := range s.contents {
		if string(schema.GUID) == r.last {
			return map[string]any{"schema": schema}, nil
		}
	}
	return nil, missing("SCHEMA_NOT_FOUND", "there is no schema with the GUID %s", r.last)
}

func (s *Server) getSchemaByID(r request) (any, *failure) {
	id, err := strconv.Atoi(r.last)
	if err != nil {
		return nil, invalid("FIELD_INVALID", "id: %q is not a number", r.last)
	}
	if id < 1 || id > len(s.contents) || !s.has(r.domain, id) {
		return nil, missing("SCHEMA_NOT_FOUND", "there is no schema with the id %d in domain %s", id, r.domain)
	}
	return map[string]any{"schema": s.contents[id-1]}, nil
}

// has reports whether a domain, or any for `-`, has a version with an id, also a soft-deleted one.
func (s *Server) has(domain string, id int) bool {
	for name, d := range s.domains {
		for _, found := range d.subjects {
			if (name == domain || domain == "-") && slices.ContainsFunc(found.versions, func(v concord.Version) bool { return v.ID == id }) {
				return true
			}
		}
	}
	return false
}

// filled is a finding with all that an answer has.
func filled(f concord.Finding) concord.Finding {
	f.Source = cmp.Or(f.Source, concord.SourcePolicy)
	f.Effect = cmp.Or(f.Effect, concord.EffectRefuses)
	f.Code = cmp.Or(f.Code, "TEST001")
	f.Message = cmp.Or(f.Message, "the test refuses it")
	return f
}
