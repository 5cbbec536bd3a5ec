package concordtest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
)

// domain finds a domain, which is made where it is missing.
func (s *Server) domain(name string) *domain {
	d := s.domains[name]
	if d == nil {
		d = &domain{subjects: map[string]*subject{}, settings: stored{}}
		if name != "default" {
			d.made = now()
		}
		s.domains[name] = d
	}
	return d
}

// subject finds a subject, which is made where it is missing.
func (d *domain) subject(name string) *subject {
	found := d.subjects[name]
	if found == nil {
		found = &subject{settings: stored{}}
		d.subjects[name] = found
	}
	return found
}

// find finds a subject with versions: live ones, unless deleted ones will do.
func (s *Server) find(domain, name string, deleted bool) (*subject, *failure) {
	d := s.domains[domain]
	if d == nil {
		return nil, missing("DOMAIN_NOT_FOUND", "there is no domain %s", domain)
	}
	if found := d.subjects[name]; found != nil && (found.latest() != nil || deleted && len(found.versions) > 0) {
		return found, nil
	}
	return nil, missing("SUBJECT_NOT_FOUND", "there is no subject %s in domain %s", name, domain)
}

// latest is the live version with the highest number; nil when there is none.
func (s *subject) latest() *concord.Version {
	for i := range slices.Backward(s.versions) {
		if s.versions[i].DeleteTime.IsZero() {
			return &s.versions[i]
		}
	}
	return nil
}

func nameOf(domain, subject string) string {
	return "domains/" + url.PathEscape(domain) + "/subjects/" + url.PathEscape(subject)
}

// names are those of the domains, default first.
func (s *Server) names() []string {
	names := slices.Sorted(maps.Keys(s.domains))
	names = slices.DeleteFunc(names, func(name string) bool { return name == "default" })
	return slices.Insert(names, 0, "default")
}

// describe is a domain as the API shows it.
func (s *Server) describe(name string) concord.Domain {
	context := "." + name
	if name == "default" {
		context = "."
	}
	return concord.Domain{
		Name: "domains/" + url.PathEscape(name), Domain: name, Context: context, Contacts: []concord.Contact{}, CreateTime: s.domains[name].made,
	}
}

func (s *Server) listDomains(request) (any, *failure) {
	list := []concord.Domain{}
	for _, name := range s.names() {
		list = append(list, s.describe(name))
	}
	return map[string]any{"domains": list, "nextPageToken": ""}, nil
}

func (s *Server) getDomain(r request) (any, *failure) {
	if s.domains[r.domain] == nil {
		return nil, missing("DOMAIN_NOT_FOUND", "there is no domain %s", r.domain)
	}
	described, count := s.describe(r.domain), 0
	for _, found := range s.domains[r.domain].subjects {
		if found.latest() != nil {
			count++
		}
	}
	described.SubjectCount = &count
	return map[string]any{"domain": described}, nil
}

// summary is a subject as the API shows it.
func (s *subject) summary(domain, name string) concord.Subject {
	sum := concord.Subject{Name: nameOf(domain, name), Domain: domain, Subject: name}
	for _, v := range s.versions {
		if v.DeleteTime.IsZero() {
			sum.VersionCount++
		}
		sum.Type, sum.DeleteTime = v.Type, v.DeleteTime
	}
	if latest := s.latest(); latest != nil {
		sum.LatestVersion, sum.Type, sum.DeleteTime = latest.Version, latest.Type, time.Time{}
		if latest.Schema.Metadata != nil {
			sum.Owner = latest.Schema.Metadata.Properties["owner"]
		}
	}
	return sum
}

func (s *Server) listSubjects(r request) (any, *failure) {
	prefix, f := subjectFilter(r.query.Get("filter"))
	if f != nil {
		return nil, f
	}
	domains := []string{r.domain}
	if r.domain == "-" {
		domains = s.names()
	} else if s.domains[r.domain] == nil {
		return nil, missing("DOMAIN_NOT_FOUND", "there is no domain %s", r.domain)
	}
	list := []concord.Subject{}
	for _, domain := range domains {
		subjects := s.domains[domain].subjects
		for _, name := range slices.Sorted(maps.Keys(subjects)) {
			if _, f := s.find(domain, name, r.flag("showDeleted")); f == nil && prefix(name) {
				list = append(list, subjects[name].summary(domain, name))
			}
		}
	}
	return map[string]any{"subjects": list, "nextPageToken": ""}, nil
}

// subjectFilter is the one filter that there is: subject:name or subject:prefix*.
func subjectFilter(filter string) (func(name string) bool, *failure) {
	if filter == "" {
		return func(string) bool { return true }, nil
	}
	want, ok := strings.CutPrefix(filter, "subject:")
	if !ok || strings.ContainsAny(want, " \"") {
		return nil, invalid("FILTER_INVALID", "concordtest filters by one term subject:name or subject:prefix* only, not %q", filter)
	}
	if prefix, ok := strings.CutSuffix(want, "*"); ok {
		return func(name string) bool { return strings.HasPrefix(name, prefix) }, nil
	}
	return func(name string) bool { return name == want }, nil
}

func (s *Server) getSubject(r request) (any, *failure) {
	found, f := s.find(r.domain, r.subject, r.flag("showDeleted"))
	if f != nil {
		return nil, f
	}
	return map[string]any{"subject": found.summary(r.domain, r.subject)}, nil
}

func (s *Server) deleteSubject(r request) (any, *failure) {
	permanent := r.flag("permanent")
	found, f := s.find(r.domain, r.subject, permanent)
	if f != nil {
		return nil, f
	}
	if permanent && found.latest() != nil {
		return nil, conflict("SUBJECT_NOT_DELETED", "subject %s has live versions: delete them softly first", r.subject)
	}
	numbers := []int{}
	for i, v := range found.versions {
		if permanent || v.DeleteTime.IsZero() {
			numbers = append(numbers, v.Version)
			found.versions[i].DeleteTime = now()
		}
	}
	if permanent {
		found.versions = nil
	}
	s.seq++
	return concord.DeletedSubject{Name: nameOf(r.domain, r.subject), Versions: numbers}, nil
}

func (s *Server) undeleteSubject(r request) (any, *failure) {
	found, f := s.find(r.domain, r.subject, true)
	if f != nil {
		return nil, f
	}
	numbers := []int{}
	for i, v := range found.versions {
		if !v.DeleteTime.IsZero() {
			numbers = append(numbers, v.Version)
			found.versions[i].DeleteTime = time.Time{}
		}
	}
	s.seq++
	return map[string]any{"subject": found.summary(r.domain, r.subject), "versions": numbers}, nil
}

func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
