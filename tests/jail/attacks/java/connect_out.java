// title: connects by TCP, by a datagram and to a socket with a path
// source: judge test: a program that phones home
// twin: yes
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

class Program {
    public static void main(String[] words) {
        Attack.each(List.of("tcp", "datagram", "path"), way -> {
            switch (way) {
                case "tcp":
                    try (Socket socket = new Socket("127.0.0.1", Attack.PORT)) {
                        return "connected";
                    }
                case "datagram":
                    try (DatagramSocket socket = new DatagramSocket()) {
                        socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), Attack.PORT));
                        return "sent";
                    }
                default:
                    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Attack.SOCKET))) {
                        return "connected";
                    }
            }
        });
    }
}
