package concordtest

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
)

// defaults are what applies where nothing is set.
var defaults = stored{
	"level": json.RawMessage(`"BACKWARD"`), "judge": json.RawMessage(`"CONFLUENT"`), "policy": json.RawMessage(`"STRICT"`), "mode": json.RawMessage(`"READWRITE"`),
	"normalize": json.RawMessage(`false`), "validateNewSchemas": json.RawMessage(`true`),
	"validateFields": json.RawMessage(`false`), "validateRules": json.RawMessage(`false`),
}

// scope is one of the settings that apply to something.
type scope struct {
	name   string
	stored stored
}

// scopes are the settings that apply to what a request names, the nearest last. One that is not there has none.
func (s *Server) scopes(r request) []scope {
	list := []scope{{"settings", s.settings}}
	if r.domain == "" {
		return list
	}
	d := s.domains[r.domain]
	if d == nil {
		d = &domain{}
	}
	list = append(list, scope{"domains/" + url.PathEscape(r.domain) + "/settings", d.settings})
	if r.subject == "" {
		return list
	}
	found := d.subjects[r.subject]
	if found == nil {
		found = &subject{}
	}
	return append(list, scope{nameOf(r.domain, r.subject) + "/settings", found.settings})
}

// read gives settings their form in the API.
func (st stored) read(name string) concord.Settings {
	text, err := json.Marshal(st)
	if err != nil {
		panic(err) // it was JSON
	}
	var settings concord.Settings
	if err := json.Unmarshal(text, &settings); err != nil {
		panic(err) // it was checked when it was stored
	}
	settings.Name = name
	return settings
}

func (s *Server) effective(r request) concord.Settings {
	all := maps.Clone(defaults)
	scopes := s.scopes(r)
	for _, scope := range scopes {
		maps.Copy(all, scope.stored)
	}
	return all.read(scopes[len(scopes)-1].name)
}

func (s *Server) getSettings(r request) (any, *failure) {
	if r.domain != "" && s.domains[r.domain] == nil {
		return nil, missing("DOMAIN_NOT_FOUND", "there is no domain %s", r.domain)
	}
	scopes, origins := s.scopes(r), map[string]string{}
	for _, scope := range scopes {
		for field := range scope.stored {
			origins[field] = scope.name
		}
	}
	own := scopes[len(scopes)-1]
	return concord.SettingsOf{Own: own.stored.read(own.name), Effective: s.effective(r), Origins: origins}, nil
}

func (s *Server) updateSettings(r request) (any, *failure) {
	var asked struct {
		Domain     string
		Subject    string
		Settings   stored
		UpdateMask string
		Etag       string
		Force      bool
	}
	if f := r.decode(&asked); f != nil {
		return nil, f
	}
	if asked.Etag != "" {
		return nil, invalid("FIELD_INVALID", "etag: concordtest has none")
	}
	fields := strings.Split(asked.UpdateMask, ",")
	switch asked.UpdateMask {
	case "":
		fields = nil
		for field := range asked.Settings {
			fields = append(fields, field)
		}
	case "*":
		fields = append(fields[:0], "group", "alias")
		for field := range defaults {
			fields = append(fields, field)
		}
	}
	if f := checkSettings(asked.Settings, fields); f != nil {
		return nil, f
	}
	target := s.settings
	switch {
	case r.subject != "":
		target = s.domain(r.domain).subject(r.subject).settings
	case r.domain != "":
		target = s.domain(r.domain).settings
	}
	for _, field := range fields {
		if value, ok := asked.Settings[field]; ok {
			target[field] = value
		} else {
			delete(target, field)
		}
	}
	s.seq++
	scopes := s.scopes(r)
	return map[string]any{"settings": target.read(scopes[len(scopes)-1].name)}, nil
}

// checkSettings refuses fields that there are not and values of another type.
func checkSettings(settings stored, fields []string) *failure {
	text, err := json.Marshal(settings)
	if err != nil {
		return invalid("BODY_UNREADABLE", "%v", err)
	}
	var known concord.Settings
	if f := (request{body: text}).decode(&known); f != nil {
		return f
	}
	for _, field := range fields {
		if _, ok := defaults[field]; !ok && field != "group" && field != "alias" {
			return invalid("FIELD_INVALID", "updateMask: settings have no field %q", field)
		}
	}
	return nil
}
