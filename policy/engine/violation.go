package engine

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// violation is one result of one rule.
type violation struct {
	rule, path, message, fix, key string
}

// violations reads the dispatcher's answer, a set of [id, violation].
func violations(answer ast.Set) ([]violation, error) {
	var found []violation
	err := answer.Iter(func(t *ast.Term) error {
		pair, ok := t.Value.(*ast.Array)
		if !ok || pair.Len() != 2 {
			return fmt.Errorf("%v is not an answer", t)
		}
		v := violation{rule: string(pair.Elem(0).Value.(ast.String))}
		if err := v.read(pair.Elem(1).Value); err != nil {
			return err
		}
		found = append(found, v)
		return nil
	})
	return found, err
}

// read takes {path, message, fix, key}; fix and key may be missing.
func (v *violation) read(from ast.Value) error {
	object, ok := from.(ast.Object)
	if !ok {
		return fmt.Errorf("a violation must be an object with path and message, not %v", from)
	}
	return errors.Join(object.Iter(func(k, value *ast.Term) error {
		s, ok := value.Value.(ast.String)
		if !ok {
			return fmt.Errorf("the violation's %v is %v; it must be a string", k, value)
		}
		switch k.Value {
		case ast.String("path"):
			v.path = string(s)
		case ast.String("message"):
			v.message = string(s)
		case ast.String("fix"):
			v.fix = string(s)
		case ast.String("key"):
			v.key = string(s)
		default:
			return fmt.Errorf("a violation has path, message, fix and key, but no %v", k)
		}
		return nil
	}), complete(object))
}

func complete(object ast.Object) error {
	for _, k := range []string{"path", "message"} {
		if object.Get(ast.StringTerm(k)) == nil {
			return fmt.Errorf("a violation has no %s", k)
		}
	}
	return nil
}
