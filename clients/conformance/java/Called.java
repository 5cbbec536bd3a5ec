package conformance;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object whose methods are called by name, and which remembers which were. Releases of the client differ in what they
 * have, and some jars keep it under another package, so that nothing here is compiled against one of them.
 */
final class Called {
  /** Where jars keep the client and Avro. */
  static final String[] CLIENTS = {"", "org.apache.flink.avro.registry.confluent.shaded."};
  static final String[] AVROS = {"org.apache.avro.", "org.apache.flink.avro.shaded.org.apache.avro."};

  /** What is not about the registry: the connection of a client, and what is deprecated in favour of constructors. */
  static final Set<String> CONNECTION = Set.of("ticker", "configure", "getBaseUrls", "httpRequest", "isForward",
      "isRestClientExceptionRetriable", "setBasicAuthCredentialProvider", "setBearerAuthCredentialProvider",
      "setHostnameVerifier", "setHttpConnectTimeoutMs", "setHttpHeaders", "setHttpReadTimeoutMs", "setProxy", "setSslSocketFactory");
  final Object target;
  final Set<String> called = new TreeSet<>();

  Called(Object target) {
    this.target = target;
  }

  boolean has(String name) {
    return Arrays.stream(target.getClass().getMethods()).anyMatch(m -> m.getName().equals(name));
  }

  Object on(String name, Object... args) throws Throwable {
    called.add(name);
    for (Method m : target.getClass().getMethods()) {
      if (m.getName().equals(name) && fits(m, args)) {
        m.trySetAccessible();
        try {
          return m.invoke(target, args);
        } catch (InvocationTargetException thrown) {
          throw thrown.getCause();
        }
      }
    }
    throw new NoSuchMethodException(target.getClass() + "." + name + Arrays.toString(args));
  }

  static Class<?> avro(String name) throws ClassNotFoundException {
    for (String home : AVROS) {
      try {
        return Class.forName(home + name);
      } catch (ClassNotFoundException elsewhere) {
        continue;
      }
    }
    throw new ClassNotFoundException(name);
  }

  /** find is a class of the client, or null if this release has none. */
  static Class<?> find(String name) {
    for (String home : CLIENTS) {
      try {
        return Class.forName(home + name);
      } catch (ClassNotFoundException elsewhere) {
        continue;
      }
    }
    return null;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Object enumeration(String name, String value) {
    return Enum.valueOf((Class<Enum>) find(name), value);
  }

  static Object make(Class<?> kind, Object... args) throws Throwable {
    for (Constructor<?> c : kind.getDeclaredConstructors()) {
      if (fits(c, args)) {
        c.setAccessible(true);
        return c.newInstance(args);
      }
    }
    throw new NoSuchMethodException(kind + " of " + Arrays.toString(args));
  }

  static Object get(Object from, String property) throws Throwable {
    return new Called(from).on("get" + property);
  }

  static boolean fits(Executable e, Object[] args) {
    Class<?>[] types = e.getParameterTypes();
    if (types.length != args.length) {
      return false;
    }
    for (int i = 0; i < args.length; i++) {
      Class<?> type = types[i] == int.class ? Integer.class : types[i] == boolean.class ? Boolean.class : types[i];
      if (args[i] == null ? types[i].isPrimitive() : !type.isInstance(args[i])) {
        return false;
      }
    }
    return true;
  }

  /** missed are the names of a type's own methods that nobody called, but for those of the connection. */
  static Set<String> missed(Class<?> type, Called... all) {
    Set<String> names = new TreeSet<>();
    for (Method m : type.getDeclaredMethods()) {
      if (Modifier.isPublic(m.getModifiers()) && !m.isSynthetic()) {
        names.add(m.getName());
      }
    }
    names.removeAll(CONNECTION);
    for (Called c : all) {
      names.removeAll(c.called);
    }
    return names;
  }

  interface Call {
    Object run() throws Throwable;
  }

  static void refused(String what, int code, Call call) throws Throwable {
    try {
      expect(what + " is refused", "accepted: " + call.run(), code);
    } catch (Exception refusal) {
      if (!new Called(refusal).has("getErrorCode")) {
        throw refusal;
      }
      expect(what + " is refused", get(refusal, "ErrorCode"), code);
    }
  }

  static void expect(String what, Object got, Object want) {
    if (!want.equals(got)) {
      System.err.println(what + ": got " + got + ", want " + want);
      System.exit(1);
    }
    System.out.println("ok " + what);
  }
}
