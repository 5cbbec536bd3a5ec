package avro

import "github.com/concord-registry/concord/schema/avro"

// Decode lets tests hold the decoder that judges witnesses against one of another house. encoded must be a datum of the
// writer.
func Decode(reader, writer *avro.Schema, encoded []byte) error {
	d := &decoder{truth: newTruth(), data: encoded}
	_, err := d.value(pair{reader.Root, writer.Root}, false)
	return err
}
