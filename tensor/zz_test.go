package tensor
import ("testing";"math/rand")
func benchF[F Float](b *testing.B, f func(C,A Matrix[F])){ A,C:=New[F](1,16384),New[F](1,16384); for j:=range A.data {A.data[j]=F(rand.NormFloat64()); if A.data[j]<0 && false {A.data[j]*=-1}}
 for b.Loop(){f(C,A)}; b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/16384,"ns/el")}
func BenchmarkZ(b *testing.B){
 for _,k:=range Kernels(){ if k=="portable" {continue}; r,_:=SetKernel(k)
 b.Run(k+"exp64",func(b *testing.B){benchF(b,Exp[float64])})
 b.Run(k+"log64",func(b *testing.B){benchF(b,Log[float64])})
 b.Run(k+"tanh64",func(b *testing.B){benchF(b,Tanh[float64])})
 b.Run(k+"sigm64",func(b *testing.B){benchF(b,Sigmoid[float64])})
 b.Run(k+"tanhd64",func(b *testing.B){benchF(b,TanhDerivative[float64])})
 b.Run(k+"exp32",func(b *testing.B){benchF(b,Exp[float32])})
 b.Run(k+"log32",func(b *testing.B){benchF(b,Log[float32])})
 b.Run(k+"tanh32",func(b *testing.B){benchF(b,Tanh[float32])})
 b.Run(k+"sigm32",func(b *testing.B){benchF(b,Sigmoid[float32])})
 b.Run(k+"relu64",func(b *testing.B){benchF(b,ReLU[float64])})
 r()}
}
