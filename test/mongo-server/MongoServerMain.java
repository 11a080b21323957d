import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.util.List;

/** A server for the second half of the test suite. Arguments: port, and a file when the data is to stay. */
class MongoServerMain {
  /** The driver refuses servers below wire version 13, which is MongoDB 5.0. */
  record Version(List<Integer> getVersionArray, int getWireVersion) implements MongoVersion {}

  public static void main(String[] args) {
    var backend = args.length > 1 ? new H2Backend(args[1]) : H2Backend.inMemory();
    backend.version(new Version(List.of(5, 0, 0), 13));
    var server = new MongoServer(backend);
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
    System.out.println("mongodb://127.0.0.1:" + args[0]);
  }
}
