package concordtest

import (
	"net/http"
	"net/url"
	"strings"
)

// request is what a method is asked.
type request struct {
	// domain, subject and last are the variable parts of the path, decoded; last is a version, an id or a GUID.
	domain, subject, last string
	query                 url.Values
	body                  []byte
}

// flag is a boolean parameter.
func (r request) flag(name string) bool { return r.query.Get(name) == "true" }

// method answers with a message or a failure.
type method func(request) (any, *failure)

// route finds the method of a request by the shape of its path, in which variable parts are stars.
func (s *Server) route(r *http.Request) (method, request) {
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), "/api/v1/")
	if !ok {
		return nil, request{}
	}
	shape, to, ok := shapeOf(strings.Split(path, "/"))
	if !ok {
		return nil, request{}
	}
	return map[string]method{
		"GET domains":                                   s.listDomains,
		"GET domains/*":                                 s.getDomain,
		"GET domains/*/subjects":                        s.listSubjects,
		"GET domains/*/subjects/*":                      s.getSubject,
		"DELETE domains/*/subjects/*":                   s.deleteSubject,
		"POST domains/*/subjects/*/undelete":            s.undeleteSubject,
		"POST domains/*/subjects/*/check":               s.checkVersion,
		"POST domains/*/subjects/*/lookup":              s.lookUpVersion,
		"GET domains/*/subjects/*/versions":             s.listVersions,
		"POST domains/*/subjects/*/versions":            s.registerVersion,
		"GET domains/*/subjects/*/versions/*":           s.getVersion,
		"DELETE domains/*/subjects/*/versions/*":        s.deleteVersion,
		"POST domains/*/subjects/*/versions/*/undelete": s.undeleteVersion,
		"GET domains/*/schemas/*":                       s.getSchemaByID,
		"GET schemas/*":                                 s.getSchema,
		"GET settings":                                  s.getSettings,
		"GET domains/*/settings":                        s.getSettings,
		"GET domains/*/subjects/*/settings":             s.getSettings,
		"PATCH settings":                                s.updateSettings,
		"PATCH domains/*/settings":                      s.updateSettings,
		"PATCH domains/*/subjects/*/settings":           s.updateSettings,
	}[r.Method+" "+shape], to
}

// shapeOf splits a path into its shape and its variable parts, which follow the name of a collection.
func shapeOf(parts []string) (shape string, to request, ok bool) {
	names := map[string]*string{"domains": &to.domain, "subjects": &to.subject, "versions": &to.last, "schemas": &to.last}
	for i := 0; i < len(parts); i++ {
		variable := names[parts[i]]
		if variable == nil || i+1 == len(parts) {
			continue
		}
		text, err := url.PathUnescape(parts[i+1])
		if err != nil {
			return "", to, false
		}
		*variable, parts[i+1] = text, "*"
		i++
	}
	return strings.Join(parts, "/"), to, true
}
