import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads data with Apache Avro. Each line of the input holds a writer's schema, a reader's schema and data in hexadecimal
 * digits; each line of the output lists, for every datum, why it cannot be read, or an empty text where it can.
 */
class Judge {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line; (line = in.readLine()) != null; ) {
            out.println(judge(JSON.readTree(line)));
        }
        out.flush();
    }

    static ArrayNode judge(JsonNode question) {
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode datum : question.get("data")) {
            answers.add(refusal(question.get("writer").asText(), question.get("reader").asText(), datum.asText()));
        }
        return answers;
    }

    static String refusal(String writer, String reader, String hex) {
        try {
            byte[] datum = HexFormat.of().parseHex(hex);
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(datum, null);
            new GenericDatumReader<Object>(parse(writer), parse(reader)).read(null, decoder);
            return decoder.isEnd() ? "" : "bytes are left";
        } catch (Exception | StackOverflowError e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    static Schema parse(String text) {
        return new Schema.Parser().setValidateDefaults(false).parse(text);
    }
}
