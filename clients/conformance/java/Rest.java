package conformance;

import static conformance.Called.enumeration;
import static conformance.Called.expect;
import static conformance.Called.find;
import static conformance.Called.get;
import static conformance.Called.make;
import static conformance.Called.missed;
import static conformance.Called.refused;
import static conformance.Texts.BROKEN;
import static conformance.Texts.LINE;
import static conformance.Texts.LIST;
import static conformance.Texts.NEXT;
import static conformance.Texts.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks RestService, which stands below the client and has more to ask. */
final class Rest {
  private final Registry home;
  private final String subject;
  /** named is the subject in answers. */
  private final String named;

  Rest(Registry home) {
    this.home = home;
    subject = home.subject;
    named = home.named;
  }

  void walk() throws Throwable {
    Called s = new Called(make(find("io.confluent.kafka.schemaregistry.client.rest.RestService"), home.url));
    Map<String, String> headers = Map.of();
    Object said = s.on("registerSchema", LINE, subject);
    int one = (Integer) said;
    s.on("registerSchema", NEXT, subject);
    expect("getId", get(s.on("getId", one), "SchemaString"), LINE);
    expect("getVersion", get(s.on("getVersion", subject, 1 + base(s)), "Id"), one);
    expect("getLatestVersion", get(s.on("getLatestVersion", subject), "Schema"), NEXT);
    expect("getVersionSchemaOnly", s.on("getVersionSchemaOnly", subject, 1 + base(s)), LINE);
    expect("getLatestVersionSchemaOnly", s.on("getLatestVersionSchemaOnly", subject), NEXT);
    expect("lookUpSubjectVersion", get(s.on("lookUpSubjectVersion", LINE, subject), "Id"), one);
    expect("getAllVersions", ((List<?>) s.on("getAllVersions", subject)).size(), 2);
    expect("getAllSubjects", ((List<?>) s.on("getAllSubjects")).contains(named), true);
    Object checked = s.on("testCompatibility", BROKEN, subject, "latest");
    expect("testCompatibility", checked instanceof List<?> why ? why.isEmpty() : checked, false);
    s.on("updateCompatibility", "FULL", subject);
    expect("getConfig", get(s.on("getConfig", subject), "CompatibilityLevel"), "FULL");
    Class<?> request = find("io.confluent.kafka.schemaregistry.client.rest.entities.requests.ConfigUpdateRequest");
    Called update = new Called(make(request));
    update.on("setCompatibilityLevel", "BACKWARD");
    s.on("updateConfig", update.target, subject);
    s.on("setMode", "READWRITE", subject);
    expect("getMode", get(s.on("getMode", subject), "Mode"), "READWRITE");
    if (s.has("getAllVersionsById")) {
      restSince55(s, one);
    }
    if (s.has("getSchemas")) {
      restSince7(s, one);
    }
    expect("deleteSchemaVersion", s.on("deleteSchemaVersion", headers, subject, "latest") instanceof Integer, true);
    expect("deleteSubject", ((List<?>) s.on("deleteSubject", headers, subject)).isEmpty(), false);
    if (s.has("getDeletedOnlySubjects")) {
      expect("getDeletedOnlySubjects", s.on("getDeletedOnlySubjects", named), List.of(named, named + "-list"));
    }
    if (s.has("close")) {
      s.on("close");
    }
    expect("methods below that nobody called", missed(s.target.getClass(), s), Set.of());
  }

  /** base is how many versions older releases left behind, since they cannot delete for good. */
  int base(Called s) throws Throwable {
    return (Integer) ((List<?>) s.on("getAllVersions", subject)).get(0) - 1;
  }

  void restSince55(Called s, int one) throws Throwable {
    expect("getAllVersionsById", get(((List<?>) s.on("getAllVersionsById", one)).get(0), "Version") instanceof Integer, true);
    expect("getAllSubjectsById", ((List<?>) s.on("getAllSubjectsById", one)).contains(named), true);
    expect("getSchemaTypes", Set.copyOf((List<?>) s.on("getSchemaTypes")), Set.of("AVRO", "JSON", "PROTOBUF"));
    Class<?> reference = find("io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference");
    Object references = List.of(make(reference, "shop.Line", subject, 1 + base(s)));
    s.on("registerSchema", LIST, "AVRO", references, subject + "-list");
    expect("getReferencedBy", ((List<?>) s.on("getReferencedBy", subject, 1 + base(s))).size(), 1);
    expect("deleteSubject", s.on("deleteSubject", Map.of(), subject + "-list"), List.of(1));
    expect("getClusterId", s.on("getClusterId") != null, true);
    if (s.has("getOnlySchemaById")) {
      expect("getOnlySchemaById", s.on("getOnlySchemaById", one), LINE);
    }
  }

  void restSince7(Called s, int one) throws Throwable {
    Map<String, String> headers = Map.of("Content-Type", "application/vnd.schemaregistry.v1+json");
    expect("getSchemas", ((List<?>) s.on("getSchemas", named, false, true)).size(), 1);
    if (s.has("getAllContexts")) {
      expect("getAllContexts", ((List<?>) s.on("getAllContexts")).contains("."), true);
    }
    if (s.has("getSchemaRegistryServerVersion")) {
      expect("getSchemaRegistryServerVersion", s.on("getSchemaRegistryServerVersion") != null, true);
    }
    if (s.has("getSchemaRegistryDeployment")) {
      expect("getSchemaRegistryDeployment", s.on("getSchemaRegistryDeployment") != null, true);
    }
    pages(s, one);
    if (s.has("modifySchemaTags")) {
      tags(s, headers);
      Object tagged = s.on("getLatestWithMetadata", headers, subject, Map.of("owner", "shop"), false);
      expect("getLatestWithMetadata", get(tagged, "Version") instanceof Integer, true);
      expect("getDeletedOnlyVersions", s.on("getDeletedOnlyVersions", subject), List.of());
    }
    s.on("deleteSubjectMode", subject);
    s.on("deleteConfig", subject);
    refused("getConfig", 40408, () -> s.on("getConfig", subject));
  }

  void pages(Called s, int one) throws Throwable {
    if (!s.has("getAllVersionsWithPagination")) {
      return;
    }
    Map<String, String> headers = Map.of();
    expect("getAllVersionsWithPagination", s.on("getAllVersionsWithPagination", headers, subject, false, 1, 1), List.of(2));
    expect("getAllSubjectsWithPagination", ((List<?>) s.on("getAllSubjectsWithPagination", 0, 1)).size(), 1);
    // This one takes the limit first.
    expect("getAllContextsWithPagination", s.on("getAllContextsWithPagination", 1, 0), List.of("."));
    expect("getAllSubjectsByIdWithPagination", ((List<?>) s.on("getAllSubjectsByIdWithPagination", headers, one, subject, false, 1, 0)).size(), 1);
    expect("getAllVersionsByIdWithPagination", ((List<?>) s.on("getAllVersionsByIdWithPagination", headers, one, subject, false, 0, 1)).size(), 1);
    expect("getReferencedByWithPagination", s.on("getReferencedByWithPagination", subject, 1, 0, 1), List.of());
  }

  /** tags adds a tag and a property to the latest version, which makes another one. */
  void tags(Called s, Map<String, String> headers) throws Throwable {
    String entities = "io.confluent.kafka.schemaregistry.client.rest.entities.";
    Called request = new Called(make(find(entities + "requests.TagSchemaRequest")));
    Object entity = make(find(entities + "SchemaEntity"), "shop.Line.id", enumeration(entities + "SchemaEntity$EntityType", "SR_FIELD"));
    request.on("setTagsToAdd", List.of(make(find(entities + "SchemaTags"), entity, List.of("PII"))));
    request.on("setMetadata", metadata());
    s.on("modifySchemaTags", headers, request.target, subject, "latest");
    Object properties = get(get(s.on("getLatestVersion", subject), "Metadata"), "Properties");
    expect("modifySchemaTags", ((Map<?, ?>) properties).get("owner"), "shop");
  }
}
