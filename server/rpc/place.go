package rpc

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/concord-registry/concord/compat/rule"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

func encodePlace(path string, s schema.Span) *concordv1.Place {
	if path == "" && s == (schema.Span{}) {
		return nil
	}
	return &concordv1.Place{Path: path, Span: encodeSpan(s)}
}

func encodeSpan(s schema.Span) *concordv1.Span {
	if s == (schema.Span{}) {
		return nil
	}
	file := s.File
	if file == protobuf.DefaultFile {
		file = "" // what the parser calls the schema's own text
	}
	return &concordv1.Span{File: file, Start: encodePosition(s.Start), End: encodePosition(s.End)}
}

func encodePosition(p schema.Position) *concordv1.TextPosition {
	return &concordv1.TextPosition{Line: int32(p.Line), Column: int32(p.Column)}
}

func encodeFix(f rule.Fix) *concordv1.Fix {
	if f == (rule.Fix{}) {
		return nil
	}
	m := &concordv1.Fix{Text: f.Text}
	if f.Edit != nil {
		m.Edit = &concordv1.Edit{Span: encodeSpan(f.Edit.At), Text: f.Edit.Text}
	}
	return m
}

func encodeTime(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}
